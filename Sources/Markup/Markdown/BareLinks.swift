/// Addresses that are written without any markup, `https://…`, `http://…` and `www.…`, as GitHub finds them
/// (GFM 6.9, extended autolinks).
enum BareLinks {
    static func applied(to content: [Inline]) -> [Inline] {
        guard content.contains(where: { $0.mayHoldAddress }) else { return content }
        var output: [Inline] = []
        for inline in content {
            if case .text(let text) = inline, inline.mayHoldAddress {
                read(text, into: &output)
            } else {
                output.append(inline)
            }
        }
        return output
    }

    private static func read(_ text: String, into output: inout [Inline]) {
        let bytes = Array(text.utf8)
        var start = 0
        var index = 0
        while index < bytes.count {
            guard let found = address(in: bytes, at: index), found.start >= start else {
                index += 1
                continue
            }
            output.append(text: String(decoding: bytes[start..<found.start], as: UTF8.self))
            let shown = String(decoding: bytes[found.start..<found.end], as: UTF8.self)
            let destination = found.hasScheme ? shown : "http://" + shown
            output.append(.link(destination: destination, title: "", content: [.text(shown)]))
            start = found.end
            index = found.end
        }
        output.append(text: String(decoding: bytes[start...], as: UTF8.self))
    }

    private struct Address {
        let start: Int
        let end: Int
        let hasScheme: Bool
    }

    /// The address whose `:` or first `w` stands at `index`.
    private static func address(in bytes: [UInt8], at index: Int) -> Address? {
        if bytes[index] == UInt8(ascii: ":"), bytes[index...].starts(with: "://".utf8) {
            var start = index
            while start > 0, index - start < 6, bytes[start - 1].isASCIILetter { start -= 1 }
            let scheme = bytes[start..<index].map { $0 | 0x20 }
            guard scheme.elementsEqual("http".utf8) || scheme.elementsEqual("https".utf8) else { return nil }
            guard start == 0 || !bytes[start - 1].isASCIIAlphanumeric else { return nil }
            guard let end = end(in: bytes, from: index + 3, needsPeriod: false) else { return nil }
            return Address(start: start, end: end, hasScheme: true)
        }
        if bytes[index] == UInt8(ascii: "w"), bytes[index...].starts(with: "www.".utf8) {
            guard index == 0 || mayPrecede(bytes[index - 1]) else { return nil }
            guard index + 4 < bytes.count, isWord(bytes[index + 4]) else { return nil }
            guard let end = end(in: bytes, from: index, needsPeriod: true) else { return nil }
            return Address(start: index, end: end, hasScheme: false)
        }
        return nil
    }

    /// The end of the address whose domain begins at `start`, without what belongs to the sentence around it.
    private static func end(in bytes: [UInt8], from start: Int, needsPeriod: Bool) -> Int? {
        var end = start
        var periods = 0
        var underscoresInLastTwo = (0, 0)
        while end < bytes.count {
            let byte = bytes[end]
            if byte == UInt8(ascii: ".") {
                periods += 1
                underscoresInLastTwo = (underscoresInLastTwo.1, 0)
            } else if byte == UInt8(ascii: "_") {
                underscoresInLastTwo.1 += 1
            } else if !isWord(byte), byte != UInt8(ascii: "-") {
                break
            }
            end += 1
            // A domain has at most 253 bytes (RFC 1035); the bound keeps hostile text from being read again and again.
            guard end - start <= 256 else { return nil }
        }
        guard end > start, isWord(bytes[start]), underscoresInLastTwo == (0, 0), periods > 0 || !needsPeriod else {
            return nil
        }
        while end < bytes.count, bytes[end] > 0x20, bytes[end] != UInt8(ascii: "<") { end += 1 }
        return trimmed(bytes, start, end)
    }

    /// Leaves out trailing punctuation, closing parentheses that the address does not open, and a trailing entity.
    private static func trimmed(_ bytes: [UInt8], _ start: Int, _ end: Int) -> Int {
        var end = end
        var opening = 0
        var closing = 0
        for byte in bytes[start..<end] {
            if byte == UInt8(ascii: "(") { opening += 1 }
            if byte == UInt8(ascii: ")") { closing += 1 }
        }
        while end > start {
            switch bytes[end - 1] {
            case UInt8(ascii: ")"):
                guard closing > opening else { return end }
                closing -= 1
            case UInt8(ascii: "("):
                return end
            case UInt8(ascii: ";"):
                var name = end - 1
                while name > start, bytes[name - 1].isASCIIAlphanumeric { name -= 1 }
                guard name < end - 1, name > start, bytes[name - 1] == UInt8(ascii: "&") else { return end }
                end = name
            case let byte where "?!.,:*_~'\"".utf8.contains(byte):
                break
            default:
                return end
            }
            end -= 1
        }
        return end
    }

    /// A letter or digit of any script; all that is not ASCII counts as one.
    private static func isWord(_ byte: UInt8) -> Bool {
        byte.isASCIIAlphanumeric || byte >= 0x80
    }

    private static func mayPrecede(_ byte: UInt8) -> Bool {
        byte <= 0x20 || "*_~(".utf8.contains(byte)
    }
}

extension Inline {
    /// A quick look that most text does not pass.
    fileprivate var mayHoldAddress: Bool {
        guard case .text(var text) = self else { return false }
        return text.withUTF8 { bytes in
            bytes.indices.contains { index in
                switch bytes[index] {
                case UInt8(ascii: ":"): bytes[index...].starts(with: "://".utf8)
                case UInt8(ascii: "w"): bytes[index...].starts(with: "www.".utf8)
                default: false
                }
            }
        }
    }
}
