/// Percent-encoding of RFC 3986, and the `+` for a space that HTML forms add to it.
public enum PercentCoding {
    /// The text that `encoded` stands for, or nil when an escape is malformed or the result is not UTF-8.
    ///
    /// - Parameter plusIsSpace: whether `+` means a space, as in query strings and form bodies.
    public static func decoded(_ encoded: some Collection<UInt8>, plusIsSpace: Bool = false) -> String? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(encoded.count)
        var index = encoded.startIndex
        while index != encoded.endIndex {
            let byte = encoded[index]
            encoded.formIndex(after: &index)
            if byte == UInt8(ascii: "%") {
                guard let high = digit(encoded, &index), let low = digit(encoded, &index) else { return nil }
                bytes.append(high << 4 | low)
            } else {
                bytes.append(plusIsSpace && byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }

    public static func decoded(_ encoded: some StringProtocol, plusIsSpace: Bool = false) -> String? {
        decoded(encoded.utf8, plusIsSpace: plusIsSpace)
    }

    /// `text` with everything escaped but the unreserved characters (letters, digits, `-._~`): safe as
    /// one path segment, query name or query value.
    public static func encoded(_ text: String) -> String {
        escape(text, keepingSlashes: false)
    }

    /// As ``encoded(_:)``, with `/` kept: for a whole path.
    public static func encodedPath(_ path: String) -> String {
        escape(path, keepingSlashes: true)
    }

    private static func escape(_ text: String, keepingSlashes: Bool) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
                bytes.append(byte)
            case UInt8(ascii: "/") where keepingSlashes:
                bytes.append(byte)
            case _ where ASCII.isLetterOrDigit(byte):
                bytes.append(byte)
            default:
                bytes.append(UInt8(ascii: "%"))
                bytes.append(digits[Int(byte >> 4)])
                bytes.append(digits[Int(byte & 15)])
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func digit<Bytes: Collection<UInt8>>(_ bytes: Bytes, _ index: inout Bytes.Index) -> UInt8? {
        guard index != bytes.endIndex, let value = ASCII.hexadecimal(bytes[index]) else { return nil }
        bytes.formIndex(after: &index)
        return value
    }
}
