/// What a link or an image in a document points to, and whether it may.
enum Destination: Equatable {
    /// Something on this site, or a place in the same document.
    case local(String)
    /// Another site, by http or https.
    case external(String)
    /// A mail address, a telephone number, or a picture within the address: harmless, but not of this site.
    case other(String)
    /// A scheme that can run scripts, or that nobody here has heard of.
    case refused

    /// Judges an address as a browser will read it: control characters and blanks do not hide a scheme, and a
    /// backslash is a slash.
    init(_ address: String) {
        let bytes = address.utf8.lazy.filter { $0 > 0x20 }.map { $0 == UInt8(ascii: "\\") ? UInt8(ascii: "/") : $0 }
        let head = Array(bytes.prefix(64))
        if head.starts(with: "//".utf8) {
            self = .external(address)
            return
        }
        let ends = "/?#".utf8
        guard let colon = bytes.firstIndex(where: { $0 == UInt8(ascii: ":") || ends.contains($0) }),
            bytes[colon] == UInt8(ascii: ":")
        else {
            self = .local(address)
            return
        }
        let start = String(decoding: head, as: UTF8.self).lowercased()
        if start.hasPrefix("http:") || start.hasPrefix("https:") {
            self = .external(address)
        } else if start.hasPrefix("mailto:") || start.hasPrefix("tel:") || Self.isPicture(start) {
            self = .other(address)
        } else {
            self = .refused
        }
    }

    private static func isPicture(_ start: String) -> Bool {
        ["png", "gif", "jpeg", "webp"].contains { kind in
            start.hasPrefix("data:image/\(kind);") || start.hasPrefix("data:image/\(kind),")
        }
    }

    /// `address` with every byte percent-encoded that may not stand in a URL (RFC 3986); what is encoded already stays.
    static func encoded(_ address: String) -> String {
        guard !address.utf8.allSatisfy(mayStand) else { return address }
        var output: [UInt8] = []
        for byte in address.utf8 {
            if mayStand(byte) {
                output.append(byte)
            } else {
                let digits = Array("0123456789ABCDEF".utf8)
                output += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: output, as: UTF8.self)
    }

    private static func mayStand(_ byte: UInt8) -> Bool {
        byte.isASCIIAlphanumeric || "-._~:/?#@!$&'()*+,;=%".utf8.contains(byte)
    }
}
