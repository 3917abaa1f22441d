/// A bulleted or numbered list.
public struct List: Sendable, Hashable {
    public let isOrdered: Bool
    /// The first item's number; 1 for a bulleted list.
    public let start: Int
    /// Whether the items follow each other without blank lines, so that their text is not set as paragraphs.
    public let isTight: Bool
    public let items: [ListItem]
    public let line: Int
}

/// One item of a list.
public struct ListItem: Sendable, Hashable {
    /// What stands before an item's text: nothing, `[ ]` or `[x]`.
    public enum Checkbox: Sendable, Hashable {
        case none, open, done
    }

    public let checkbox: Checkbox
    public let blocks: [Block]
    public let line: Int

    /// The item's first paragraph without markup and without its checkbox; nested items are not part of it.
    public var title: String {
        guard case .paragraph(let paragraph)? = blocks.first else { return "" }
        return paragraph.text
    }
}
