/// A paragraph that turned out to hold a table, cut into its parts, whose inline content is not parsed yet.
struct TableDraft {
    enum Part {
        case paragraph([SourceLine])
        case table([Table.Alignment], rows: [(line: Int, cells: [[UInt8]])])
        case rule(line: Int)
    }

    /// The line on which the paragraph begins, as cmark counts.
    let line: Int
    let parts: [Part]

    /// `nil` when the lines hold no table. A heading that is underlined across several lines may be one too, whose last
    /// line is then no underline but a rule (`---`) or a row.
    init?(lines: [SourceLine], isSetext: Bool) {
        guard let (delimiter, columns) = Self.delimiter(in: isSetext ? lines.dropLast() : lines[...]) else {
            return nil
        }
        var parts: [Part] = []
        if delimiter > 1 { parts.append(.paragraph(Array(lines[..<(delimiter - 1)]))) }
        let header = lines[delimiter - 1]
        var rows = [(line: header.number, cells: TableSyntax.cells(of: header.text))]
        var rest = lines[(delimiter + 1)...]
        var rule: Part?
        if isSetext, let last = rest.last, last.text.count >= 3, last.text.allSatisfy({ $0 == UInt8(ascii: "-") }) {
            rule = .rule(line: last.number)
            rest.removeLast()
        }
        while let line = rest.first, !line.isLazy {
            rows.append((line.number, Array(TableSyntax.cells(of: line.text).prefix(columns.count))))
            rest.removeFirst()
        }
        parts.append(.table(columns, rows: rows))
        if !rest.isEmpty { parts.append(.paragraph(Array(rest))) }
        if let rule { parts.append(rule) }
        self.parts = parts
        line = lines[0].number
    }

    /// Whether a line is what underlines a heading: only `=` or only `-`.
    static func isUnderline(_ text: ArraySlice<UInt8>) -> Bool {
        guard let first = text.first, first == UInt8(ascii: "=") || first == UInt8(ascii: "-") else { return false }
        return text.allSatisfy { $0 == first }
    }

    /// The first line that is a row of dashes under a line of as many cells. One of the two must have a pipe.
    private static func delimiter(in lines: ArraySlice<SourceLine>) -> (index: Int, columns: [Table.Alignment])? {
        for index in lines.indices.dropFirst() where !lines[index].isLazy && !lines[index - 1].isLazy {
            guard let columns = TableSyntax.alignments(of: lines[index].text) else { continue }
            let pipe = UInt8(ascii: "|")
            guard lines[index].text.contains(pipe) || lines[index - 1].text.contains(pipe) else { continue }
            guard TableSyntax.cells(of: lines[index - 1].text).count == columns.count else { continue }
            return (index, columns)
        }
        return nil
    }
}

extension TableDraft.Part {
    /// Hands the part's inline content over to be parsed, in the order in which `blocks` wants it back.
    func identifiers(in fragments: inout InlineFragments) -> [Int] {
        switch self {
        case .paragraph(let lines): [fragments.add(paragraph: lines.map { Array($0.text) })]
        case .table(_, let rows): rows.flatMap { row in row.cells.map { fragments.add(cell: $0) } }
        case .rule: []
        }
    }

    /// The part with its inline content. A paragraph of nothing but link definitions is no block.
    func blocks(_ contents: [[Inline]]) -> [Block] {
        switch self {
        case .rule(let line):
            return [.rule(line: line)]
        case .paragraph(let lines):
            guard let content = contents.first, !content.isEmpty else { return [] }
            return [.paragraph(Paragraph(content: content, line: lines[0].number))]
        case .table(let columns, let rows):
            var next = contents.makeIterator()
            let rows = rows.map { row in
                TableRow(cells: row.cells.map { _ in TableCell(content: next.next() ?? []) }, line: row.line)
            }
            return [.table(Table(columns: columns, header: rows[0], rows: Array(rows.dropFirst())))]
        }
    }
}
