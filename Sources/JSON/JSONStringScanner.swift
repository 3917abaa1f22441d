/// Reads one string, from its opening quote to behind the closing one.
struct JSONStringScanner {
    typealias Failure = JSONParser.Failure

    let bytes: UnsafeBufferPointer<UInt8>
    private(set) var position: Int
    /// All bytes of the string or-ed together: below 0x80 while it is ASCII.
    private var combined: UInt8 = 0

    init(bytes: UnsafeBufferPointer<UInt8>, position: Int) {
        self.bytes = bytes
        self.position = position
    }

    mutating func string() throws(Failure) -> String {
        let quote = position
        position += 1
        let start = position
        try skipPlain(since: quote)
        if bytes[position] == UInt8(ascii: "\"") {
            position += 1
            return try text(UnsafeBufferPointer(rebasing: bytes[start..<(position - 1)]), from: start)
        }
        // The text is put together in pieces only once there is an escape.
        var unescaped = Array(bytes[start..<position])
        while bytes[position] != UInt8(ascii: "\"") {
            try escape(into: &unescaped)
            let plain = position
            try skipPlain(since: quote)
            unescaped.append(contentsOf: bytes[plain..<position])
        }
        position += 1
        return try unescaped.withUnsafeBufferPointer { buffer throws(Failure) in try text(buffer, from: start) }
    }

    /// Moves to the next quote or backslash.
    private mutating func skipPlain(since quote: Int) throws(Failure) {
        position = PlainRun.skip(bytes, from: position, mask: &combined)
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { return }
            combined |= byte
            guard byte >= 0x20 else {
                throw Failure(
                    position, "found a control character in a string",
                    "Write it as an escape, such as \\n for the end of a line.")
            }
            position += 1
        }
        throw Failure(quote, "the string that begins here has no end", "Close it with a double quote.")
    }

    private func text(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) throws(Failure) -> String {
        // Decoding repairs what is not UTF-8 and is faster than validating; in ASCII, as most strings are, nothing is.
        if combined < 0x80 { return String(decoding: bytes, as: UTF8.self) }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Failure(firstInvalid(from: start), "found a byte that is not UTF-8", "Send the text as UTF-8.")
        }
        return text
    }

    /// Where the text between `start` and the closing quote stops being UTF-8.
    private func firstInvalid(from start: Int) -> Int {
        var decoder = UTF8.ForwardParser()
        var rest = bytes[start..<position].makeIterator()
        var offset = start
        while case .valid(let scalar) = decoder.parseScalar(from: &rest) { offset += scalar.count }
        return offset
    }

    private mutating func escape(into unescaped: inout [UInt8]) throws(Failure) {
        let start = position
        guard position + 1 < bytes.count else { throw .expected("an escape", at: bytes.count, in: bytes) }
        position += 2
        switch bytes[start + 1] {
        case UInt8(ascii: "\""): unescaped.append(0x22)
        case UInt8(ascii: "\\"): unescaped.append(0x5C)
        case UInt8(ascii: "/"): unescaped.append(0x2F)
        case UInt8(ascii: "b"): unescaped.append(0x08)
        case UInt8(ascii: "f"): unescaped.append(0x0C)
        case UInt8(ascii: "n"): unescaped.append(0x0A)
        case UInt8(ascii: "r"): unescaped.append(0x0D)
        case UInt8(ascii: "t"): unescaped.append(0x09)
        case UInt8(ascii: "u"): unescaped.append(contentsOf: String(try scalar(since: start)).utf8)
        default: throw .expected("one of \" \\ / b f n r t u after the backslash", at: start + 1, in: bytes)
        }
    }

    /// The rest of a `\u` escape, and of a second one where the first is half a pair.
    private mutating func scalar(since start: Int) throws(Failure) -> Unicode.Scalar {
        let unit = try fourDigits()
        if let scalar = Unicode.Scalar(unit) { return scalar }
        if unit < 0xDC00, position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
            bytes[position + 1] == UInt8(ascii: "u")
        {
            position += 2
            let second = UInt32(try fourDigits())
            if (0xDC00...0xDFFF).contains(second),
                let scalar = Unicode.Scalar(0x10000 + ((UInt32(unit) - 0xD800) << 10) + (second - 0xDC00))
            {
                return scalar
            }
        }
        throw Failure(
            start, "found half of a surrogate pair", "Write characters beyond U+FFFF as two \\u escapes or as they are."
        )
    }

    private mutating func fourDigits() throws(Failure) -> UInt16 {
        var value: UInt16 = 0
        for _ in 0..<4 {
            guard position < bytes.count, let digit = Character(Unicode.Scalar(bytes[position])).hexDigitValue else {
                throw .expected("four hexadecimal digits after \\u", at: position, in: bytes)
            }
            value = value << 4 | UInt16(digit)
            position += 1
        }
        return value
    }
}
