import JSON

extension WeeklyReport {
    /// The report as JSON. Days are in the reporting time zone, instants in UTC; what is not known is null.
    public var json: JSON {
        [
            "week": .string("\(week)"),
            "from": .string(week.first.iso),
            "to": .string(week.last.iso),
            "timeZone": .string(calendar.zone.name),
            "isOver": .bool(isOver),
            "summary": .string(summary),
            "tasksDone": .array(
                done.map { task in
                    [
                        "id": .string(task.id.text), "month": .integer(Int64(task.month)),
                        "week": .integer(Int64(task.week)),
                        "title": .string(task.title), "at": .string(task.at.rfc3339), "by": .string(task.by),
                    ]
                }),
            "tasksDueAndNotDone": .array(
                missed.map { task in
                    [
                        "id": .string(task.id.text), "month": .integer(Int64(task.month)),
                        "week": .integer(Int64(task.week)),
                        "title": .string(task.title), "due": .string(task.due.iso),
                    ]
                }),
            "tasksOverdueBefore": .integer(Int64(overdue)),
            "metrics": .array(metrics.map(\.json)),
            "dogFooding": .array(
                dogFooding.map { line in
                    [
                        "kind": .string(line.kind.rawValue), "withBeastMode": .integer(Int64(line.week.withBeast)),
                        "byHand": .integer(Int64(line.week.byHand)), "share": .figure(line.week.share),
                        "shareToDate": .figure(line.toDate.share), "goal": .figure(line.goal),
                    ]
                }),
            "scopeChanges": .array(
                scopeChanges.map { change in
                    [
                        "day": .string(change.day.iso), "change": .string(change.added ? "added" : "removed"),
                        "month": .integer(Int64(change.month)), "week": .integer(Int64(change.week)),
                        "title": .string(change.title),
                    ]
                }),
        ]
    }
}

extension WeeklyReport.MetricLine {
    fileprivate var json: JSON {
        [
            "name": .string(metric.name), "title": .string(metric.title), "unit": .string(metric.unit),
            "start": .figure(start), "end": .figure(end), "change": .figure(change), "expected": .figure(expected),
            "target": .figure(target?.value), "targetDue": target.map { .string($0.due.iso) } ?? .null,
            "status": .string(status.kind.rawValue), "reason": .string(status.reason),
        ]
    }
}

extension JSON {
    /// A measured value without the noise of binary fractions; null when it is not known.
    public static func figure(_ value: Double?) -> JSON {
        value.map { .number(Figure.exact($0)) } ?? .null
    }
}
