/// A Markdown document as a tree: CommonMark with GitHub's tables, task lists, strikethrough and bare links.
///
/// Reading never fails; whatever is no markup is text. Time and memory grow with the text's length and not faster.
public struct Document: Sendable, Hashable {
    public let frontMatter: FrontMatter
    /// The first level-1 heading without markup, or nothing.
    public let title: String
    public let blocks: [Block]
    /// The headings that stand in no quote and no list, in their order.
    public let headings: [Heading]

    public init(markdown: String) {
        let source = MarkdownSource(markdown)
        frontMatter = FrontMatter(source)
        blocks = BlockReader.blocks(of: source, after: frontMatter.lineCount)
        headings = blocks.compactMap { block in
            if case .heading(let heading) = block { heading } else { nil }
        }
        title = headings.first { $0.level == 1 }?.text ?? ""
    }

    /// The items with a checkbox, in their order, at any depth.
    public var tasks: [ListItem] { blocks.tasks }

    /// The headings of levels 2 and 3 as a table of contents.
    public var contents: Contents { Contents(headings) }

    /// The text cut at its headings, for a search index.
    public var passages: [Passage] { Passage.passages(of: blocks) }

    /// The document as markup. Front matter is not part of it.
    public func html(_ rendering: Rendering = Rendering()) -> HTML {
        var writer = DocumentWriter(rendering)
        writer.write(self)
        return writer.html
    }
}

extension Sequence where Element == Block {
    /// These blocks alone as markup, for a page that quotes a part of a document.
    public func html(_ rendering: Rendering = Rendering()) -> HTML {
        var writer = DocumentWriter(rendering)
        for block in self { writer.write(block) }
        return writer.html
    }
}
