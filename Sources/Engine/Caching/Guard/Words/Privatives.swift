/// Words that carry their negation inside: "impossible" is "not possible".
enum Privatives {
    static let base: [String: String] = {
        var table: [String: String] = [:]
        for word in words.split(whereSeparator: \.isWhitespace) {
            let pair = word.split(separator: "=").map(String.init)
            if pair.count == 2 { table[pair[0]] = pair[1] }
        }
        return table
    }()

    /// Whether one word is the other with a negating prefix: "safe" and "unsafe", "blocking" and "nonblocking".
    static func arePair(_ one: String, _ other: String) -> Bool {
        let (short, long) = one.utf8.count < other.utf8.count ? (one, other) : (other, one)
        guard short.utf8.count > 2, long.hasSuffix(short) else { return false }
        return prefixes.contains(String(long.dropLast(short.count)))
    }

    private static let prefixes: Set<String> = [
        "un", "in", "im", "il", "ir", "dis", "non", "de", "mis", "anti", "a", "ab", "under", "over", "counter",
    ]

    private static let words = """
        impossible=possible illegal=legal unable=able unsafe=safe insecure=secure invalid=valid incorrect=correct
        inactive=active unavailable=available unhealthy=healthy unhappy=happy unknown=known unused=used
        inaccurate=accurate unreliable=reliable unsupported=supported uninstalled=installed immutable=mutable
        unlimited=limited unnecessary=necessary illogical=logical irrational=rational irregular=regular
        dishonest=honest disconnected=connected asymmetric=symmetric asynchronous=synchronous nonblocking=blocking
        unethical=ethical immoral=moral inappropriate=appropriate insufficient=sufficient unfair=fair
        """
}
