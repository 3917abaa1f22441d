extension WeeklyReport {
    /// The report as a Markdown document.
    public var markdown: String {
        var text = "# Week \(week)\n\n"
        text += "\(week.first.long) to \(week.last.long), \(calendar.zone.name)\(isOver ? "" : ", so far")\n\n"
        text += summary + "\n\n"
        text += section(
            "Tasks done",
            done.map { task in
                "\(escape(task.title)) (month \(task.month), week \(task.week)), \(escape(task.by)), \(calendar.format(task.at))"
            }, empty: "None.")
        text += section(
            "Due and not done",
            missed.map { task in
                "\(escape(task.title)) (month \(task.month), week \(task.week)), due \(task.due.long)"
            }, empty: "Nothing due was left open.")
        if overdue > 0 { text += "\(overdue) earlier \(overdue == 1 ? "task is" : "tasks are") overdue.\n\n" }

        text += "## Metrics\n\n"
        text += "| metric | start | end | change | expected | next target | status |\n"
        text += "|---|---:|---:|---:|---:|---|---|\n"
        for line in metrics { text += "| " + cells(of: line).joined(separator: " | ") + " |\n" }
        text +=
            "\n## Dog-fooding\n\n| kind | with BEAST MODE | by hand | share | to date | goal |\n|---|---:|---:|---:|---:|---:|\n"
        for line in dogFooding {
            let cells = [
                line.kind.rawValue, String(line.week.withBeast), String(line.week.byHand), percent(line.week.share),
                percent(line.toDate.share), line.goal.map { Figure.text($0) + " %" } ?? "",
            ]
            text += "| " + cells.joined(separator: " | ") + " |\n"
        }
        text += "\n"
        text += section(
            "Scope changes",
            scopeChanges.map { change in
                "\(change.day.long): \(change.added ? "added" : "removed") \(escape(change.title)) (month \(change.month), week \(change.week))"
            }, empty: "The scope did not change.")
        while text.hasSuffix("\n\n") { text.removeLast() }
        return text
    }

    private func cells(of line: MetricLine) -> [String] {
        let metric = line.metric
        return [
            escape(metric.title),
            line.start.map { metric.text($0) } ?? "no data",
            line.end.map { metric.text($0) } ?? "no data",
            line.change.map { Figure.signed(Figure.exact($0)) } ?? "",
            line.expected.map { metric.text($0) } ?? "",
            line.target.map { "\(metric.text($0.value)) by \($0.due.long)" } ?? "",
            "\(line.status.kind.rawValue): \(line.status.reason)",
        ]
    }

    private func section(_ title: String, _ items: [String], empty: String) -> String {
        "## \(title)\n\n" + (items.isEmpty ? empty : items.map { "- \($0)" }.joined(separator: "\n")) + "\n\n"
    }

    private func percent(_ share: Double?) -> String { share.map { Figure.text($0) + " %" } ?? "no data" }

    /// What would be read as markup gets a backslash.
    private func escape(_ text: String) -> String {
        var escaped = ""
        for character in text {
            if "\\`*_[]<>|~#".contains(character) { escaped.append("\\") }
            escaped.append(character)
        }
        return escaped
    }
}
