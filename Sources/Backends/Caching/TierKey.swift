import Engine

/// How answers are named where other programs may keep something too.
enum TierKey {
    /// The version changes with the form of values, so that versions of this program can share a server.
    static func prefix(_ namespace: String) -> String { "\(namespace):1:" }

    static func name(_ key: CacheKey) -> String {
        var name: [UInt8] = []
        name.reserveCapacity(key.exact.count * 2)
        let digits: StaticString = "0123456789abcdef"
        for byte in key.exact {
            name.append(digits.utf8Start[Int(byte >> 4)])
            name.append(digits.utf8Start[Int(byte & 15)])
        }
        return String(decoding: name, as: UTF8.self)
    }

    /// A text as a pattern that matches it alone.
    static func escaped(_ text: String) -> String {
        var pattern = ""
        for character in text {
            if "*?[]^\\".contains(character) { pattern.append("\\") }
            pattern.append(character)
        }
        return pattern
    }
}
