/// One value of a YAML document, with the place where it begins.
struct YAMLNode: Sendable, Equatable {
    enum Content: Sendable, Equatable {
        /// `isPlain` when it stands without quotes: only then may it be anything but text.
        case scalar(String, isPlain: Bool)
        case sequence([YAMLNode])
        /// In the order of the document; a key may still stand twice.
        case mapping([Entry])
    }

    struct Entry: Sendable, Equatable {
        let key: String
        let line: Int
        let value: YAMLNode
    }

    let content: Content
    /// From 1.
    let line: Int
    /// From 1, in characters.
    let column: Int
    /// The last line that something of it stands in. Of text in several lines that are kept as they are (`|`, `>`) the
    /// empty lines after it count.
    let lastLine: Int
    /// A list or keys and values between brackets, rather than in lines of their own.
    let isFlow: Bool

    var entries: [Entry]? {
        if case .mapping(let entries) = content { entries } else { nil }
    }

    /// Nothing was written, or one of YAML's words for it.
    var isEmpty: Bool {
        guard case .scalar(let text, isPlain: true) = content else { return false }
        return ["", "~", "null", "Null", "NULL"].contains(text)
    }

    /// What this is, for messages.
    var kind: String {
        switch content {
        case .scalar(let text, _): isEmpty ? "nothing" : "“\(text.prefix(60))”"
        case .sequence: "a list"
        case .mapping: "keys and values"
        }
    }

    /// The value under a path of keys; `nil` when there is none.
    subscript(path: some Sequence<String>) -> YAMLNode? {
        var node = self
        for key in path {
            guard let entry = node.entries?.first(where: { $0.key == key }) else { return nil }
            node = entry.value
        }
        return node
    }
}
