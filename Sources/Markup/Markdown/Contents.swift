/// A document's table of contents: its sections (level 2) with their subsections (level 3).
public struct Contents: Sendable, Hashable {
    public struct Entry: Sendable, Hashable {
        public let heading: Heading
        public var entries: [Entry]
    }

    public private(set) var entries: [Entry] = []

    /// A subsection before any section stands among the sections.
    init(_ headings: [Heading]) {
        for heading in headings {
            if heading.level == 3, let last = entries.indices.last, entries[last].heading.level == 2 {
                entries[last].entries.append(Entry(heading: heading, entries: []))
            } else if heading.level == 2 || heading.level == 3 {
                entries.append(Entry(heading: heading, entries: []))
            }
        }
    }

    public var isEmpty: Bool { entries.isEmpty }

    /// Nested ordered lists of links to the sections; nothing for a document without any.
    public var html: HTML { Self.list(entries) }

    private static func list(_ entries: [Entry]) -> HTML {
        guard !entries.isEmpty else { return .empty }
        let items = entries.map { entry in
            let anchor = HTML.escape(Destination.encoded(entry.heading.anchor))
            let link = "<a href=\"#\(anchor)\">\(HTML.escape(entry.heading.text))</a>"
            return HTML(markup: "<li>\(link)\(list(entry.entries).markup)</li>")
        }
        return HTML(markup: "<ol>") + items.joined() + HTML(markup: "</ol>")
    }
}
