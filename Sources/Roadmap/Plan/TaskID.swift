/// The name a task goes by in addresses and tables: `m1w1-fix-failed-request-tracking`.
///
/// A task's identity is month, week and title; this is their spelling in lower-case ASCII, so that it can stand in a URL,
/// a file or a shell command unquoted. Titles that differ in case, spacing or ordinary punctuation alone are the same
/// title; `%` and `&` are spelled out. Whatever else a title holds (`C++`, `R²`, emoji) cannot be spelled that way, so
/// eight hexadecimal digits of an FNV-1a hash follow and different titles keep different names.
public struct TaskID: Hashable, Sendable, CustomStringConvertible {
    public let text: String

    public var description: String { text }

    /// Takes an id as it came from a database or an address. Whether a task bears it is for the plan to say.
    public init(_ text: String) {
        self.text = text
    }

    public init(month: Int, week: Int, title: String) {
        var slug = ""
        // The slug with what it cannot spell: two titles that differ in nothing else have the same.
        var spelling = ""
        var losesMeaning = false
        var pendingHyphen = false
        func take(_ piece: String) {
            if pendingHyphen, !slug.isEmpty { slug.append("-") }
            if pendingHyphen, !spelling.isEmpty { spelling.append("-") }
            pendingHyphen = false
            slug.append(piece)
            spelling.append(piece)
        }
        for scalar in title.unicodeScalars {
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9":
                take(scalar.properties.lowercaseMapping)
            case " ", "\t", "-", "_", ".", ",", ":", ";", "!", "?", "'", "\"", "(", ")", "/", "’", "“", "”", "–", "—":
                pendingHyphen = true
            case "%", "&":
                pendingHyphen = true
                take(scalar == "%" ? "percent" : "and")
                pendingHyphen = true
            default:
                spelling += "-" + scalar.properties.lowercaseMapping
                pendingHyphen = true
                losesMeaning = true
            }
        }
        var text = "m\(month)w\(week)"
        if !slug.isEmpty { text += "-" + slug.prefix(80) }
        if losesMeaning || slug.isEmpty || slug.count > 80 { text += "-" + TaskID.fingerprint(of: spelling) }
        self.text = text
    }

    /// FNV-1a, 32 bits, over the text's UTF-8.
    /// Source: G. Fowler, L. C. Noll, K.-P. Vo, D. Eastlake, "The FNV Non-Cryptographic Hash Algorithm".
    private static func fingerprint(of text: String) -> String {
        var hash: UInt32 = 2_166_136_261
        for byte in text.utf8 {
            hash = (hash ^ UInt32(byte)) &* 16_777_619
        }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }
}
