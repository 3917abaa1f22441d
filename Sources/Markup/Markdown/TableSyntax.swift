/// How GitHub writes tables (GFM 4.10): which lines are rows and where their cells end.
enum TableSyntax {
    /// Wider than this is no table. It keeps a line of a million pipes from becoming a million columns.
    static let columnsAtMost = 256

    /// The cells of a row, without the blanks around them and with `\|` as `|`. A pipe divides cells wherever it stands,
    /// in code spans too, unless a backslash is before it. At most one cell more than a table may have.
    static func cells(of line: ArraySlice<UInt8>) -> [[UInt8]] {
        let line = trimmed(line)
        guard !line.isEmpty else { return [] }
        var cells: [[UInt8]] = []
        var cell: [UInt8] = []
        var index = line.startIndex
        if line[index] == UInt8(ascii: "|") { index += 1 }
        while index < line.endIndex, cells.count <= columnsAtMost {
            let byte = line[index]
            if byte == UInt8(ascii: "\\"), index + 1 < line.endIndex {
                let next = line[index + 1]
                if next != UInt8(ascii: "|") { cell.append(byte) }
                cell.append(next)
                index += 2
                continue
            }
            if byte == UInt8(ascii: "|") {
                cells.append(Array(trimmed(cell[...])))
                cell.removeAll()
            } else {
                cell.append(byte)
            }
            index += 1
        }
        let last = trimmed(cell[...])
        if !last.isEmpty { cells.append(Array(last)) }
        return cells
    }

    /// The alignments that a row of dashes gives its columns; `nil` when the line is no such row.
    static func alignments(of line: ArraySlice<UInt8>) -> [Table.Alignment]? {
        let allowed = line.allSatisfy {
            $0.isBlank || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "|")
        }
        guard allowed, line.contains(UInt8(ascii: "-")) else { return nil }
        let cells = cells(of: line)
        guard !cells.isEmpty, cells.count <= columnsAtMost else { return nil }
        var alignments: [Table.Alignment] = []
        for cell in cells {
            let left = cell.first == UInt8(ascii: ":")
            let right = cell.last == UInt8(ascii: ":")
            let dashes = cell.dropFirst(left ? 1 : 0).dropLast(right ? 1 : 0)
            guard !dashes.isEmpty, dashes.allSatisfy({ $0 == UInt8(ascii: "-") }) else { return nil }
            alignments.append(left ? (right ? .center : .left) : (right ? .right : .natural))
        }
        return alignments
    }

    static func trimmed(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var line = line
        while let first = line.first, first.isBlank { line.removeFirst() }
        while let last = line.last, last.isBlank { line.removeLast() }
        return line
    }
}
