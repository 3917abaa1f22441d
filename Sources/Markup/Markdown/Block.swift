/// A part of a document that stands on lines of its own. Lines are counted from 1 in the file, front matter included.
public enum Block: Sendable, Hashable {
    case heading(Heading)
    case paragraph(Paragraph)
    case list(List)
    case table(Table)
    case code(CodeBlock)
    case quote(Quote)
    case rule(line: Int)
    case html(RawHTML)

    /// The line on which the block begins.
    public var line: Int {
        switch self {
        case .heading(let heading): heading.line
        case .paragraph(let paragraph): paragraph.line
        case .list(let list): list.line
        case .table(let table): table.line
        case .code(let code): code.line
        case .quote(let quote): quote.line
        case .rule(let line): line
        case .html(let html): html.line
        }
    }

    /// What a reader sees, without markup; paragraphs, items and rows each on a line of their own.
    public var plainText: String {
        switch self {
        case .heading(let heading): heading.text
        case .paragraph(let paragraph): paragraph.text
        case .list(let list): list.items.map { $0.blocks.plainText }.joined(separator: "\n")
        case .table(let table): ([table.header] + table.rows).map(\.plainText).joined(separator: "\n")
        case .code(let code): code.text
        case .quote(let quote): quote.blocks.plainText
        case .rule: ""
        case .html(let html): html.markup.isComment ? "" : html.markup
        }
    }
}

/// A section's title.
public struct Heading: Sendable, Hashable {
    /// 1 for the document's title to 6.
    public let level: Int
    public let content: [Inline]
    /// The title without markup.
    public let text: String
    /// What follows `#` in the address of this section; unique in its document.
    public let anchor: String
    public let line: Int
}

/// Running text.
public struct Paragraph: Sendable, Hashable {
    public let content: [Inline]
    public let line: Int

    /// The text without markup, on one line.
    public var text: String { content.plainText }
}

/// Code or other text to be shown as it is.
public struct CodeBlock: Sendable, Hashable {
    /// The first word after the fence, or nothing.
    public let language: String
    public let text: String
    public let line: Int
}

/// What somebody else said.
public struct Quote: Sendable, Hashable {
    public let blocks: [Block]
    public let line: Int
}

/// Raw HTML that an author wrote. It is shown as text, never sent as markup.
public struct RawHTML: Sendable, Hashable {
    public let markup: String
    public let line: Int
}

extension Sequence where Element == Block {
    /// What a reader sees, without markup.
    public var plainText: String {
        map(\.plainText).filter { !$0.isEmpty }.joined(separator: "\n")
    }

    /// The items with a checkbox, in the order of the document, at any depth.
    public var tasks: [ListItem] {
        flatMap { block -> [ListItem] in
            switch block {
            case .list(let list):
                list.items.flatMap { ($0.checkbox == .none ? [] : [$0]) + $0.blocks.tasks }
            case .quote(let quote): quote.blocks.tasks
            default: []
            }
        }
    }
}
