/// The numbers behind a chart, folded away below it.
struct DataTable {
    private var writer = SVGWriter(reserving: 6144)

    /// The last column is the one that numbers stand in.
    init(columns: [String]) {
        writer.markup("<details class=\"chart-data\"><summary>Data</summary><table><thead><tr>")
        for (index, column) in columns.enumerated() {
            writer.markup(index == columns.count - 1 ? "<th scope=\"col\" class=\"number\">" : "<th scope=\"col\">")
            writer.text(column)
            writer.markup("</th>")
        }
        writer.markup("</tr></thead><tbody>")
    }

    mutating func row(_ cells: String...) {
        writer.markup("<tr>")
        for (index, cell) in cells.enumerated() {
            writer.markup(index == cells.count - 1 ? "<td class=\"number\">" : "<td>")
            writer.text(cell)
            writer.markup("</td>")
        }
        writer.markup("</tr>")
    }

    /// The table, with a sentence below it about what it leaves out.
    func html(note: String?) -> HTML {
        var writer = writer
        writer.markup("</tbody></table>")
        if let note {
            writer.markup("<p class=\"chart-note\">")
            writer.text(note)
            writer.markup("</p>")
        }
        writer.markup("</details>")
        return writer.html
    }
}
