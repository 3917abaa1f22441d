/// Markup that is already safe to send: everything in it was either written by us or escaped.
///
/// Text becomes `HTML` through `HTML.escaping(_:)`; `init(markup:)` is a promise by the caller that nothing in the
/// string came from outside unescaped. Templates print a value of this type as it is and escape everything else.
public struct HTML: Sendable, Hashable {
    /// The markup itself, UTF-8 as every Swift string.
    public let markup: String

    /// Takes `markup` as safe. Never pass text that somebody else wrote.
    public init(markup: String) {
        self.markup = markup
    }

    /// No markup at all.
    public static let empty = HTML(markup: "")

    /// Whether there is nothing to show.
    public var isEmpty: Bool { markup.isEmpty }

    /// `text` as markup that shows exactly that text, in element content and in quoted attribute values alike.
    public static func escaping(_ text: String) -> HTML {
        HTML(markup: escape(text))
    }

    /// `text` with `&`, `<`, `>`, `"` and `'` replaced by character references, and NUL, which HTML forbids, by U+FFFD.
    public static func escape(_ text: String) -> String {
        guard text.utf8.contains(where: isSpecial) else { return text }
        var output: [UInt8] = []
        output.reserveCapacity(text.utf8.count + text.utf8.count / 8 + 16)
        escape(text, into: &output)
        return String(decoding: output, as: UTF8.self)
    }

    /// Appends `text`, escaped as by `escape(_:)`, to a buffer of UTF-8.
    public static func escape(_ text: String, into output: inout [UInt8]) {
        var text = text
        text.withUTF8 { escape($0, into: &output) }
    }

    /// Appends UTF-8, escaped as by `escape(_:)`, to a buffer of UTF-8. Runs between special characters are copied whole.
    static func escape(_ bytes: UnsafeBufferPointer<UInt8>, into output: inout [UInt8]) {
        var start = 0
        for index in 0..<bytes.count where isSpecial(bytes[index]) {
            output.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start..<index]))
            output.append(contentsOf: reference(for: bytes[index]).utf8)
            start = index + 1
        }
        output.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start...]))
    }

    private static func isSpecial(_ byte: UInt8) -> Bool {
        byte <= 0x3E && (byte == 0x26 || byte == 0x3C || byte == 0x3E || byte == 0x22 || byte == 0x27 || byte == 0)
    }

    private static func reference(for byte: UInt8) -> String {
        switch byte {
        case UInt8(ascii: "&"): "&amp;"
        case UInt8(ascii: "<"): "&lt;"
        case UInt8(ascii: ">"): "&gt;"
        case UInt8(ascii: "\""): "&quot;"
        case UInt8(ascii: "'"): "&#39;"
        default: "\u{FFFD}"
        }
    }

    /// Both, one after the other.
    public static func + (left: HTML, right: HTML) -> HTML {
        HTML(markup: left.markup + right.markup)
    }

    /// Appends `right` to `left`.
    public static func += (left: inout HTML, right: HTML) {
        left = left + right
    }
}

extension Sequence where Element == HTML {
    /// All pieces in their order, with `separator` between two of them.
    public func joined(separator: HTML = .empty) -> HTML {
        HTML(markup: map(\.markup).joined(separator: separator.markup))
    }
}
