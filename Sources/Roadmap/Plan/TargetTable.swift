import Markup

/// The table of targets: a row for each metric, columns `metric | unit | better | baseline | M1 … | beyond`.
///
/// A section whose heading ends in a metric's name in parentheses, `Cache hit rate (cacheHitRate)`, is its definition; a
/// paragraph `Expected every: 7 days` in it says how old its newest reading may be.
enum TargetTable {
    private enum Column: Equatable {
        case metric, unit, better, baseline, beyond
        case month(Int)

        init?(_ header: String) {
            switch header.lowercased() {
            case "metric": self = .metric
            case "unit": self = .unit
            case "better": self = .better
            case "baseline": self = .baseline
            case "beyond": self = .beyond
            default:
                guard header.first == "M", let number = Int(header.dropFirst()), (1...12).contains(number) else {
                    return nil
                }
                self = .month(number)
            }
        }
    }

    static func read(_ documents: [RoadmapDocument], start: Day, problems: inout [PlanProblem]) -> [Metric] {
        var metrics: [Metric] = []
        var found = false
        for document in documents {
            let definitions = MetricDefinition.all(in: document, problems: &problems)
            for case .table(let table) in document.content.blocks where isTargetTable(table) {
                found = true
                var reader = RowReader(file: document.file, start: start, definitions: definitions)
                guard reader.takeHeader(table.header) else {
                    problems += reader.problems
                    continue
                }
                for row in table.rows {
                    guard let metric = reader.read(row) else { continue }
                    if metrics.contains(where: { $0.name == metric.name }) {
                        reader.refuse(row, "The metric \(metric.name) stands twice.")
                    } else {
                        metrics.append(metric)
                    }
                }
                problems += reader.problems
            }
        }
        if !found {
            problems.append(
                PlanProblem(
                    file: "TARGETS.md", line: 1,
                    "No document holds the table of targets (metric | unit | better | baseline | M1 … | beyond)."))
        }
        return metrics
    }

    private static func isTargetTable(_ table: Table) -> Bool {
        let header = table.header.texts.map { $0.lowercased() }
        return header.first == "metric" && (header.contains("unit") || header.contains("better"))
    }

    private struct RowReader {
        let file: String
        let start: Day
        let definitions: [String: MetricDefinition]
        var columns: [Column] = []
        var problems: [PlanProblem] = []

        mutating func refuse(_ row: TableRow, _ message: String) {
            problems.append(PlanProblem(file: file, line: row.line, message))
        }

        mutating func takeHeader(_ header: TableRow) -> Bool {
            for text in header.texts {
                guard let column = Column(text) else {
                    refuse(
                        header,
                        "“\(text)” is not a column of targets; they are metric, unit, better, baseline, M1 to M12 and beyond."
                    )
                    return false
                }
                guard !columns.contains(column) else {
                    refuse(header, "The column “\(text)” stands twice.")
                    return false
                }
                columns.append(column)
            }
            for (needed, name) in [(Column.unit, "unit"), (.better, "better")] where !columns.contains(needed) {
                refuse(header, "The table of targets lacks the column “\(name)”.")
                return false
            }
            return true
        }

        mutating func read(_ row: TableRow) -> Metric? {
            var name = ""
            var unit = ""
            var better: Metric.Direction?
            var baseline: Double?
            var beyond: Double?
            var targets: [Metric.Target] = []
            let before = problems.count
            for (column, text) in zip(columns, row.texts) {
                switch column {
                case .metric: name = String(text.prefix { $0 != " " && $0 != "(" })
                case .unit: unit = text
                case .better: better = Metric.Direction(rawValue: text)
                case .baseline: baseline = number(text, row)
                case .beyond: beyond = number(text, row)
                case .month(let month):
                    guard let value = number(text, row) else { continue }
                    targets.append(
                        Metric.Target(month: month, due: start.adding(months: month).adding(days: -1), value: value))
                }
            }
            if name.isEmpty || !name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) }) {
                refuse(row, "“\(name)” cannot be a metric's name; names are letters and digits such as cacheHitRate.")
            }
            guard let better else {
                refuse(row, "The column “better” of \(name) has to say up or down.")
                return nil
            }
            guard problems.count == before else { return nil }
            let definition = definitions[name]
            return Metric(
                name: name, title: definition?.title ?? Self.words(of: name), unit: unit, better: better,
                baseline: baseline, start: start, targets: targets, beyond: beyond,
                definition: definition?.blocks ?? [], expectedEveryDays: definition?.expectedEveryDays ?? 7)
        }

        private mutating func number(_ text: String, _ row: TableRow) -> Double? {
            guard !text.isEmpty else { return nil }
            let isPlain = text.allSatisfy { $0.isASCII && ($0.isNumber || $0 == "." || $0 == "-") }
            guard isPlain, let value = Double(text) else {
                refuse(row, "“\(text)” is not a number; write 10000 or 0.5, without unit or separators.")
                return nil
            }
            guard abs(value) <= 1e12 else {
                refuse(row, "“\(text.prefix(40))” is too large; a target lies between −10^12 and 10^12.")
                return nil
            }
            return value
        }

        /// `cacheHitRate` as `Cache hit rate`.
        private static func words(of name: String) -> String {
            var text = ""
            for character in name {
                if character.isUppercase, !text.isEmpty { text += " " }
                text += text.isEmpty ? character.uppercased() : character.lowercased()
            }
            return text
        }
    }
}
