extension JSONParser {
    /// An error that knows its byte; lines are counted only when somebody is told.
    struct Failure: Error {
        let offset: Int
        let reason: String
        let tip: String

        init(_ offset: Int, _ reason: String, _ tip: String) {
            self.offset = offset
            self.reason = reason
            self.tip = tip
        }

        static func expected(_ what: String, at offset: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Failure {
            guard offset < bytes.count else {
                return Failure(offset, "expected \(what), found the end of the text", "Send the whole text.")
            }
            return Failure(
                offset, "expected \(what), found \(found(at: offset, in: bytes))", "Correct it and send it again.")
        }

        /// The character there, or how its byte is numbered where it is none that shows.
        private static func found(at offset: Int, in bytes: UnsafeBufferPointer<UInt8>) -> String {
            let byte = bytes[offset]
            if (0x21..<0x7F).contains(byte) { return "“\(Unicode.Scalar(byte))”" }
            let character = bytes[offset..<min(offset + 4, bytes.count)]
            if byte >= 0xC2, let scalar = String(decoding: character, as: UTF8.self).unicodeScalars.first,
                scalar != "\u{FFFD}", scalar.properties.generalCategory != .format
            {
                return "“\(scalar)”"
            }
            let digits = String(byte, radix: 16, uppercase: true)
            return "the byte 0x" + (byte < 0x10 ? "0" : "") + digits
        }

        func located(in bytes: UnsafeBufferPointer<UInt8>) -> JSONError {
            var line = 1
            var column = 1
            for byte in bytes[..<min(offset, bytes.count)] {
                if byte == 0x0A {
                    line += 1
                    column = 1
                } else if byte & 0xC0 != 0x80 {
                    column += 1
                }
            }
            return JSONError(line: line, column: column, reason: reason, tip: tip)
        }
    }
}
