/// Entity tags and the conditions that name them (RFC 9110, sections 8.8.3 and 13.1).
public enum EntityTag {
    /// Whether the value of `If-None-Match` names one of `tags` or is `*`. The comparison is weak, as
    /// that field asks for: `W/"a"` and `"a"` are the same.
    public static func weakly(_ condition: String, namesAnyOf tags: [String]) -> Bool {
        listed(in: condition).contains { listed in
            listed == "*" || tags.contains { opaque(listed) == opaque($0[...]) }
        }
    }

    /// Whether the value of `If-Match` names `tag` or is `*`. The comparison is strong: a weak tag never
    /// matches.
    public static func strongly(_ condition: String, names tag: String) -> Bool {
        listed(in: condition).contains { $0 == "*" || (!$0.hasPrefix("W/") && $0 == tag) }
    }

    private static func opaque(_ tag: Substring) -> Substring {
        tag.hasPrefix("W/") ? tag.dropFirst(2) : tag
    }

    /// The tags of a list. A comma inside the quotes belongs to its tag.
    private static func listed(in condition: String) -> [Substring] {
        var tags: [Substring] = []
        var start = condition.startIndex
        var quoted = false
        for index in condition.indices {
            let character = condition[index]
            if character == "\"" { quoted.toggle() }
            if character == ",", !quoted {
                tags.append(ASCII.trimmed(condition[start..<index]))
                start = condition.index(after: index)
            }
        }
        tags.append(ASCII.trimmed(condition[start...]))
        return tags.filter { !$0.isEmpty }
    }
}
