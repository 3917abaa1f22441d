/// A table as GitHub writes them: a header, a row of dashes, rows.
public struct Table: Sendable, Hashable {
    /// How a column is set.
    public enum Alignment: Sendable, Hashable {
        case natural, left, center, right
    }

    /// One alignment for each column; their count is the table's width.
    public let columns: [Alignment]
    public let header: TableRow
    public let rows: [TableRow]
    public var line: Int { header.line }
}

/// One row of a table.
public struct TableRow: Sendable, Hashable {
    /// The cells that the author wrote; never more than the table has columns, but there may be fewer.
    public let cells: [TableCell]
    public let line: Int

    /// The cell in a column counted from 0; an empty one where the row ends early.
    public subscript(column: Int) -> TableCell {
        cells.indices.contains(column) ? cells[column] : TableCell(content: [])
    }

    /// The cells without markup.
    public var texts: [String] { cells.map(\.text) }

    /// The cells' texts on one line.
    var plainText: String {
        texts.filter { !$0.isEmpty }.joined(separator: " · ")
    }
}

/// One cell of a table.
public struct TableCell: Sendable, Hashable {
    public let content: [Inline]

    /// The cell's text without markup.
    public var text: String { content.plainText }
}
