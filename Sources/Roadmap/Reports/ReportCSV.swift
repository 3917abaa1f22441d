import CSV

extension WeeklyReport {
    /// The report as one table (RFC 4180): a line for each fact, so that a spreadsheet can filter it by section.
    ///
    /// Days are in the reporting time zone and bare; instants are UTC and say so with their `Z`. A cell that a spreadsheet
    /// would run as a formula begins with an apostrophe.
    public var csv: String {
        var lines = [
            [
                "section", "name", "month", "week", "when", "who", "start", "end", "change", "expected", "target",
                "status", "with_beast", "by_hand", "share", "goal",
            ]
        ]
        func add(_ section: String, _ name: String, _ cells: [String: String]) {
            lines.append(
                lines[0].map { column in
                    column == "section" ? section : column == "name" ? name : cells[column] ?? ""
                })
        }
        for task in done {
            add(
                "done", task.title,
                [
                    "month": String(task.month), "week": String(task.week), "when": task.at.rfc3339, "who": task.by,
                ])
        }
        for task in missed {
            add(
                "due and not done", task.title,
                [
                    "month": String(task.month), "week": String(task.week), "when": task.due.iso,
                ])
        }
        for line in metrics {
            add(
                "metric", line.metric.name,
                [
                    "start": line.start.map(number) ?? "", "end": line.end.map(number) ?? "",
                    "change": line.change.map(number) ?? "", "expected": line.expected.map(number) ?? "",
                    "target": line.target.map { number($0.value) } ?? "", "when": line.target?.due.iso ?? "",
                    "status": "\(line.status.kind.rawValue): \(line.status.reason)",
                ])
        }
        for line in dogFooding {
            add(
                "dog-fooding", line.kind.rawValue,
                [
                    "with_beast": String(line.week.withBeast), "by_hand": String(line.week.byHand),
                    "share": line.week.share.map(number) ?? "", "goal": line.goal.map(number) ?? "",
                ])
        }
        for change in scopeChanges {
            add(
                "scope", change.title,
                [
                    "month": String(change.month), "week": String(change.week), "when": change.day.iso,
                    "status": change.added ? "added" : "removed",
                ])
        }
        return lines.map(CSV.line).joined()
    }

    /// Without separators or unit: for programs, not for people.
    private func number(_ value: Double) -> String {
        let exact = Figure.exact(value)
        return exact == exact.rounded() && abs(exact) < 1e15 ? String(Int64(exact)) : "\(exact)"
    }
}
