/// Reads the fixed forms of dates and time zone rules from the front of a text, one piece at a time.
struct TextScanner {
    private let bytes: String.UTF8View
    private var position: String.Index

    init(_ text: String) {
        bytes = text.utf8
        position = bytes.startIndex
    }

    var isAtEnd: Bool { position == bytes.endIndex }

    var next: UInt8? { isAtEnd ? nil : bytes[position] }

    /// Takes the next byte when it is this character.
    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard let byte = next, UInt32(byte) == character.value else { return false }
        bytes.formIndex(after: &position)
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
        guard let byte = next, (0x30...0x39).contains(byte) else { return nil }
        bytes.formIndex(after: &position)
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
        let taken = bytes[position...].prefix(while: belongs)
        position = taken.endIndex
        return String(Substring(taken))
    }
}
