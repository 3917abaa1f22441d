/// A document's text as UTF-8, made ready for cmark, with the range of each of its lines.
///
/// cmark forgets what was escaped: `\~~` and `~~` reach us as the same text. Where our own passes must know (`\~` for
/// strikethrough, `\:` and `\.` for bare links) the two bytes are replaced by a mark before parsing and turned back
/// after it. The marks are Unicode noncharacters; where a document contains one of them it becomes U+FFFD.
struct MarkdownSource: Sendable {
    let bytes: [UInt8]
    /// Without their line ends: LF, CR LF or CR.
    let lines: [Range<Int>]

    /// Images opened between two blank lines, beyond which `![` is only text. cmark 0.30 walks over every open image
    /// each time it makes a link, so without a bound a hostile paragraph takes time in the square of its length.
    private static let imagesAtMost = 500

    init(_ markdown: String) {
        var markdown = markdown
        let bytes = markdown.withUTF8 { Self.prepared($0) }
        self.bytes = bytes
        lines = Self.lines(of: bytes)
    }

    private static func prepared(_ input: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(input.count + 64)
        var index = input.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        var imagesOpened = 0
        var lineIsBlank = true
        while index < input.count {
            let byte = input[index]
            let next = index + 1 < input.count ? input[index + 1] : 0
            switch byte {
            case 0:
                output.append(contentsOf: [0xEF, 0xBF, 0xBD])
            case UInt8(ascii: "\\"):
                if let mark = mark(for: next) {
                    output.append(contentsOf: [0xEF, 0xB7, mark])
                } else {
                    output.append(byte)
                    if next == UInt8(ascii: "\\") { output.append(next) } else { index -= 1 }
                }
                index += 1
            case 0xEF where next == 0xB7 && index + 2 < input.count && marks.contains(input[index + 2]):
                output.append(contentsOf: [0xEF, 0xBF, 0xBD])
                index += 2
            case UInt8(ascii: "!") where next == UInt8(ascii: "["):
                imagesOpened += 1
                if imagesOpened > imagesAtMost {
                    output.append(contentsOf: [0xEF, 0xB7, exclamation])
                } else {
                    output.append(byte)
                }
            case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
                if lineIsBlank && !(byte == UInt8(ascii: "\n") && index > 0 && input[index - 1] == UInt8(ascii: "\r")) {
                    imagesOpened = 0
                }
                output.append(byte)
            default:
                output.append(byte)
            }
            lineIsBlank =
                byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") || (lineIsBlank && byte.isBlank)
            index += 1
        }
        return output
    }

    private static func lines(of bytes: [UInt8]) -> [Range<Int>] {
        var lines: [Range<Int>] = []
        var start = 0
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
                lines.append(start..<index)
                if byte == UInt8(ascii: "\r"), index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "\n") {
                    index += 1
                }
                start = index + 1
            }
            index += 1
        }
        if start < bytes.count { lines.append(start..<bytes.count) }
        return lines
    }

    // MARK: Marks

    private static let marks: ClosedRange<UInt8> = 0x90...exclamation
    private static let exclamation: UInt8 = 0x93

    /// The last byte of the mark for a backslash and this character.
    private static func mark(for escaped: UInt8) -> UInt8? {
        switch escaped {
        case UInt8(ascii: "~"): 0x90
        case UInt8(ascii: ":"): 0x91
        case UInt8(ascii: "."): 0x92
        default: nil
        }
    }

    /// `text` as running text shows it: each mark as its character.
    static func readable(_ text: String) -> String {
        replacingMarks(in: text, with: ["~", ":", ".", "!"])
    }

    /// `text` as code shows it, where a backslash is a backslash: each mark as what the author wrote.
    static func verbatim(_ text: String) -> String {
        replacingMarks(in: text, with: ["\\~", "\\:", "\\.", "!"])
    }

    private static func replacingMarks(in text: String, with replacements: [String]) -> String {
        guard text.utf8.contains(0xEF) else { return text }
        let bytes = Array(text.utf8)
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            if bytes[index] == 0xEF, bytes[index + 1] == 0xB7, marks.contains(bytes[index + 2]) {
                output += replacements[Int(bytes[index + 2] - marks.lowerBound)].utf8
                index += 3
            } else {
                output.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: output, as: UTF8.self)
    }
}
