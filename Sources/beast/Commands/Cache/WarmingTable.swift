import JSON
import Roadmap

/// What became of the requests that were to be warmed, as a person reads it in a terminal. Requests are told by their
/// line, or by the beginning of their hash: what they say is nobody's business here.
struct WarmingTable {
    /// - Parameter report: as `POST /api/v1/cache/warm` answers.
    func text(_ report: JSON) -> String {
        let lines = report["lines"]?.arrayValue ?? []
        guard !lines.isEmpty else { return "There is nothing to warm.\n" }
        var rows = [["REQUEST", "MODEL", "ASKS A DAY", "COST", "LATENCY", "VALUE", "OUTCOME"]]
        rows += lines.map(row)
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { line(of: $0, widths) }.joined() + sum(lines, report) + "\n"
    }

    private func line(of row: [String], _ widths: [Int]) -> String {
        let cells = row.enumerated().map { column, cell in
            // Figures stand right; nothing follows the outcome.
            (2...5).contains(column)
                ? leftPadded(cell, widths[column]) : column < 6 ? padded(cell, widths[column]) : cell
        }
        return cells.joined(separator: "  ") + "\n"
    }

    /// What went wrong, a line for each.
    func failures(_ report: JSON) -> String {
        (report["lines"]?.arrayValue ?? []).filter { $0["outcome"]?.stringValue == "failed" }.map { line in
            let place = line["line"]?.integerValue.map { "line \($0): " } ?? ""
            return place + (line["message"]?.stringValue ?? "") + " " + (line["tip"]?.stringValue ?? "")
        }
        .joined(separator: "\n")
    }

    private func row(_ line: JSON) -> [String] {
        let number = line["line"]?.integerValue.map { "line \($0)" }
        let isRequest = line["request"]?.stringValue != nil
        return [
            number ?? line["request"]?.stringValue ?? "",
            line["model"]?.stringValue ?? "",
            line["asksPerDay"]?.doubleValue.map(Figure.text) ?? "",
            isRequest ? "$" + Figure.text(line["expectedCost"]?.doubleValue ?? 0) : "",
            line["latency"]?.doubleValue.map { Figure.text($0) + " ms" } ?? "",
            line["value"]?.doubleValue.map(Figure.text) ?? "",
            outcome(line),
        ]
    }

    private func outcome(_ line: JSON) -> String {
        switch line["outcome"]?.stringValue ?? "" {
        case "skipped": "skipped: " + reason(line["reason"]?.stringValue ?? "")
        case "promoted": "promoted from a slower tier"
        case "would promote": "would be promoted from a slower tier"
        case "would ask": "would be asked"
        case let outcome: outcome
        }
    }

    private func reason(_ reason: String) -> String {
        switch reason {
        case "warm": "is warm"
        case "budget": "over the budget"
        case "busy": "its model has no place to spare"
        case "failing": "its model fails"
        case "changed": "its model is gone or shares its answers otherwise"
        case "forgotten": "is remembered no more"
        case "limit": "over the limit"
        case "incomplete": "its answer was cut"
        default: reason
        }
    }

    private func sum(_ lines: [JSON], _ report: JSON) -> String {
        func count(_ outcome: String) -> Int { lines.count { $0["outcome"]?.stringValue == outcome } }
        let cost = "$" + Figure.text(report["cost"]?.doubleValue ?? 0)
        let planned = count("would ask") + count("would promote")
        if planned > 0 { return "\(planned) would be warmed for \(cost)." }
        return "\(count("warmed")) asked for \(cost), \(count("promoted")) promoted, \(count("skipped")) passed over."
    }
}
