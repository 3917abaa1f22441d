/// Writes a document's blocks as markup.
struct DocumentWriter {
    private var inline: InlineWriter
    private let rendering: Rendering
    /// How often a table's label was given, because two regions of a page may not bear the same.
    private var tableLabels: [String: Int] = [:]

    init(_ rendering: Rendering) {
        self.rendering = rendering
        inline = InlineWriter(link: rendering.link)
    }

    var html: HTML { inline.html }

    mutating func write(_ document: Document) {
        var title = rendering.omitsTitle ? document.headings.first { $0.level == 1 } : nil
        for block in document.blocks {
            if case .heading(let heading) = block, heading == title {
                title = nil
                continue
            }
            write(block)
        }
    }

    mutating func write(_ block: Block) {
        switch block {
        case .heading(let heading): write(heading)
        case .paragraph(let paragraph):
            inline.put("<p>")
            inline.write(paragraph.content)
            inline.put("</p>\n")
        case .list(let list): write(list)
        case .table(let table): write(table)
        case .code(let code):
            // Focusable, so that the keyboard can scroll what is wider than the column.
            inline.put("<pre tabindex=\"0\"><code")
            if !code.language.isEmpty { inline.attribute("class", "language-" + code.language) }
            inline.put(">")
            inline.text(code.text)
            inline.put("</code></pre>\n")
        case .quote(let quote):
            inline.put("<blockquote>\n")
            for block in quote.blocks { write(block) }
            inline.put("</blockquote>\n")
        case .rule:
            inline.put("<hr>\n")
        case .html(let html):
            guard !html.markup.isComment else { return }
            inline.put("<pre class=\"raw-html\" tabindex=\"0\"><code>")
            inline.text(html.markup)
            inline.put("</code></pre>\n")
        }
    }

    private mutating func write(_ heading: Heading) {
        let level = max(1, min(6, heading.level + rendering.headingShift))
        inline.put("<h\(level)")
        inline.attribute("id", heading.anchor)
        inline.put(">")
        inline.write(heading.content)
        inline.put(" <a class=\"anchor\"")
        inline.attribute("href", "#" + Destination.encoded(heading.anchor))
        inline.put(" aria-label=\"Link to this section\">#</a></h\(level)>\n")
    }

    // MARK: Lists

    private mutating func write(_ list: List) {
        let tag = list.isOrdered ? "ol" : "ul"
        inline.put("<\(tag)")
        if list.isOrdered, list.start != 1 { inline.put(" start=\"\(list.start)\"") }
        if list.items.contains(where: { $0.checkbox != .none }) { inline.put(" class=\"tasks\"") }
        inline.put(">\n")
        for item in list.items { write(item, isTight: list.isTight) }
        inline.put("</\(tag)>\n")
    }

    private mutating func write(_ item: ListItem, isTight: Bool) {
        inline.put(item.checkbox == .none ? "<li>" : "<li class=\"task\">")
        for (index, block) in item.blocks.enumerated() {
            guard case .paragraph(let paragraph) = block else {
                if index == 0 || isTight { inline.put("\n") }
                write(block)
                continue
            }
            if !isTight { inline.put("<p>") }
            if index == 0, item.checkbox != .none {
                write(task: item, paragraph)
            } else {
                inline.write(paragraph.content)
            }
            if !isTight { inline.put("</p>\n") }
        }
        inline.put("</li>\n")
    }

    private mutating func write(task: ListItem, _ paragraph: Paragraph) {
        let title = task.title
        let appearance =
            rendering.task(task.line, title) ?? Rendering.TaskAppearance(done: task.checkbox == .done)
        inline.put("<input type=\"checkbox\" disabled")
        if appearance.done { inline.put(" checked") }
        inline.attribute("aria-label", title)
        inline.put("> ")
        if let href = appearance.href {
            inline.write(paragraph.content, linkedTo: href)
        } else {
            inline.write(paragraph.content)
        }
    }

    // MARK: Tables

    private mutating func write(_ table: Table) {
        inline.put("<div class=\"table-scroll\" tabindex=\"0\" role=\"region\"")
        inline.attribute("aria-label", label(of: table))
        inline.put(">\n<table>\n<thead>\n<tr>")
        for (column, alignment) in table.columns.enumerated() {
            let cell = table.header[column]
            // A header cell without text announces nothing; it is a corner and no header.
            let tag = cell.content.isEmpty ? "td" : "th"
            inline.put(cell.content.isEmpty ? "<td" : "<th scope=\"col\"")
            write(cell, alignment, closing: tag)
        }
        inline.put("</tr>\n</thead>\n")
        if !table.rows.isEmpty {
            inline.put("<tbody>\n")
            for row in table.rows { write(row, of: table) }
            inline.put("</tbody>\n")
        }
        inline.put("</table>\n</div>\n")
    }

    private mutating func write(_ row: TableRow, of table: Table) {
        inline.put("<tr>")
        for (cell, alignment) in zip(row.cells, table.columns) {
            inline.put("<td")
            write(cell, alignment, closing: "td")
        }
        // One cell for all that the row lacks: a short row of a wide table stays short.
        let missing = table.columns.count - row.cells.count
        if missing > 0 { inline.put(missing == 1 ? "<td></td>" : "<td colspan=\"\(missing)\"></td>") }
        inline.put("</tr>\n")
    }

    private mutating func write(_ cell: TableCell, _ alignment: Table.Alignment, closing tag: String) {
        switch alignment {
        case .natural: inline.put(">")
        case .left: inline.put(" class=\"left\">")
        case .center: inline.put(" class=\"center\">")
        case .right: inline.put(" class=\"right\">")
        }
        inline.write(cell.content)
        inline.put("</\(tag)>")
    }

    private mutating func label(of table: Table) -> String {
        let names = table.header.texts.filter { !$0.isEmpty }.joined(separator: ", ")
        let label = names.isEmpty ? "Table" : "Table: \(names)"
        let uses = tableLabels[label, default: 0] + 1
        tableLabels[label] = uses
        return uses == 1 ? label : "\(label) (\(uses))"
    }
}
