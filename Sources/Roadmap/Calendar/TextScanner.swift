/// Reads the fixed forms of dates and time zone rules from the front of a text, one piece at a time.
struct TextScanner {
    private var rest: Substring.UTF8View

    init(_ text: String) {
        rest = Substring(text).utf8
    }

    var isAtEnd: Bool { rest.isEmpty }

    var next: UInt8? { rest.first }

    /// Takes the next byte when it is this character.
    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard let byte = rest.first, UInt32(byte) == character.value else { return false }
        rest.removeFirst()
        return true
    }

    /// Exactly `count` ASCII digits as a number.
    mutating func digits(_ count: Int) -> Int? {
        var value = 0
        for _ in 0..<count {
            guard let digit = digit() else { return nil }
            value = value * 10 + digit
        }
        return value
    }

    mutating func digit() -> Int? {
        guard let byte = rest.first, (0x30...0x39).contains(byte) else { return nil }
        rest.removeFirst()
        return Int(byte - 0x30)
    }

    /// One or more digits, at most `limit` as a value.
    mutating func number(upTo limit: Int) -> Int? {
        guard var value = digit() else { return nil }
        while let digit = digit() {
            value = value * 10 + digit
            if value > limit { return nil }
        }
        return value <= limit ? value : nil
    }

    /// The longest run of bytes that `belongs` accepts; empty when the next one does not.
    mutating func run(_ belongs: (UInt8) -> Bool) -> String {
        let taken = rest.prefix(while: belongs)
        rest = rest[taken.endIndex...]
        return String(Substring(taken))
    }
}
