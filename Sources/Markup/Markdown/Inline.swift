/// A piece of running text.
public enum Inline: Sendable, Hashable {
    case text(String)
    /// A line end in the source that is only a space to the reader.
    case softBreak
    /// A line end that the author asked for.
    case lineBreak
    case code(String)
    case emphasis([Inline])
    case strong([Inline])
    case struck([Inline])
    /// `destination` is as the author wrote it; what may be linked to is decided when it is rendered.
    case link(destination: String, title: String, content: [Inline])
    /// `source` is as the author wrote it; `alternative` is the plain text that stands for the picture.
    case image(source: String, title: String, alternative: String)
    /// A raw HTML tag. It is shown as text, never sent as markup.
    case html(String)

    /// What a reader sees, without any markup.
    public var plainText: String {
        switch self {
        case .text(let text), .code(let text), .image(_, _, let text): text
        case .softBreak, .lineBreak: " "
        case .emphasis(let content), .strong(let content), .struck(let content), .link(_, _, let content):
            content.plainText
        case .html(let markup): markup.isComment ? "" : markup
        }
    }
}

extension Sequence where Element == Inline {
    /// What a reader sees, without any markup, on one line.
    public var plainText: String {
        reduce(into: "") { $0 += $1.plainText }
    }
}

extension Array where Element == Inline {
    /// Appends text, growing the last piece when that is text too.
    mutating func append(text: String) {
        guard !text.isEmpty else { return }
        if case .text(let last)? = self.last {
            self[count - 1] = .text(last + text)
        } else {
            append(.text(text))
        }
    }
}

extension String {
    /// Whether this raw HTML is only a comment, which is for authors and not for readers.
    var isComment: Bool {
        hasPrefix("<!--")
    }
}
