/// The name a task goes by in addresses and tables: `m1w1-fix-failed-request-tracking`.
///
/// A task's identity is month, week and title; this is their spelling in lower-case ASCII, so that it can stand in a URL,
/// a file or a shell command unquoted. Titles that differ in case, spacing or ordinary punctuation alone are the same
/// title; `%` and `&` are spelled out. Whatever else a title holds (`C++`, `R²`, emoji) cannot be spelled that way, so eight hexadecimal digits of its
/// FNV-1a hash follow and different titles keep different names.
public struct TaskID: Hashable, Sendable, CustomStringConvertible {
    public let text: String

    public var description: String { text }

    /// Takes an id as it came from a database or an address. Whether a task bears it is for the plan to say.
    public init(_ text: String) {
        self.text = text
    }

    public init(month: Int, week: Int, title: String) {
        var slug: [UInt8] = []
        slug.reserveCapacity(title.utf8.count)
        var losesMeaning = false
        var pendingHyphen = false
        for scalar in title.unicodeScalars {
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9":
                if pendingHyphen, !slug.isEmpty { slug.append(UInt8(ascii: "-")) }
                pendingHyphen = false
                // The bit that a lower-case letter has and a capital lacks; digits have it too.
                slug.append(UInt8(ascii: scalar) | 0x20)
            case " ", "\t", "-", "_", ".", ",", ":", ";", "!", "?", "'", "\"", "(", ")", "/", "’", "“", "”", "–", "—":
                pendingHyphen = true
            case "%", "&":
                if !slug.isEmpty { slug.append(UInt8(ascii: "-")) }
                slug.append(contentsOf: (scalar == "%" ? "percent" : "and").utf8)
                pendingHyphen = true
            default:
                pendingHyphen = true
                losesMeaning = true
            }
        }
        var text = "m\(month)w\(week)"
        if !slug.isEmpty { text += "-" + String(decoding: slug.prefix(80), as: UTF8.self) }
        if losesMeaning || slug.isEmpty || slug.count > 80 { text += "-" + TaskID.fingerprint(of: title) }
        self.text = text
    }

    /// FNV-1a, 32 bits, over the title's UTF-8 with runs of white space folded to one space.
    /// Source: G. Fowler, L. C. Noll, K.-P. Vo, D. Eastlake, "The FNV Non-Cryptographic Hash Algorithm".
    private static func fingerprint(of title: String) -> String {
        var hash: UInt32 = 2_166_136_261
        for byte in title.split(whereSeparator: \.isWhitespace).joined(separator: " ").utf8 {
            hash = (hash ^ UInt32(byte)) &* 16_777_619
        }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }
}
