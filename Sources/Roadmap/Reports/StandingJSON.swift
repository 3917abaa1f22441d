import JSON

extension Standing {
    /// For scripts. What is not known is null.
    public var json: JSON {
        [
            "today": .string(today.iso),
            "month": place.map { .integer(Int64($0.month)) } ?? .null,
            "week": place.map { .integer(Int64($0.week)) } ?? .null,
            "tasks": [
                "total": .integer(Int64(total)), "done": .integer(Int64(done)), "expected": .integer(Int64(expected)),
                "overdue": .integer(Int64(overdueCount)),
            ],
            "months": .array(
                months.map { line in
                    [
                        "month": .integer(Int64(line.month.number)), "title": .string(line.month.title),
                        "from": .string(line.month.days.lowerBound.iso), "to": .string(line.month.days.upperBound.iso),
                        "total": .integer(Int64(line.month.taskCount)), "done": .integer(Int64(line.done)),
                    ]
                }),
            "due": .array(due.map { $0.task.json(state: $0.state) }),
            "metrics": .array(metrics.map { $0.metric.json(status: $0.status, newest: $0.newest) }),
            "dogFooding": .array(dogFooding.map { $0.count.json(of: $0.kind, goal: $0.goal) }),
            "problems": .array(problems.map(\.json)),
        ]
    }
}

extension PlanTask {
    /// The task and what happened to it.
    public func json(state: TaskState) -> JSON {
        [
            "id": .string(id.text), "month": .integer(Int64(month)), "week": .integer(Int64(week)),
            "title": .string(title), "due": .string(due.iso), "done": .bool(state.isDone),
            "completedAt": state.completion.map { .string($0.at.rfc3339) } ?? .null,
            "completedBy": state.completion.map { .string($0.by) } ?? .null, "version": .integer(Int64(state.version)),
        ]
    }
}

extension Metric {
    /// The metric and how it stands.
    public func json(status: MetricStatus, newest: Reading?) -> JSON {
        [
            "name": .string(name), "title": .string(title), "unit": .string(unit), "better": .string(better.rawValue),
            "value": .figure(newest?.value), "readAt": newest.map { .string($0.at.rfc3339) } ?? .null,
            "expected": .figure(status.expected), "status": .string(status.kind.rawValue),
            "reason": .string(status.reason), "baseline": .figure(baseline),
            "targets": .array(
                targets.map { target in
                    [
                        "month": .integer(Int64(target.month)), "due": .string(target.due.iso),
                        "value": .figure(target.value),
                    ]
                }),
            "beyond": .figure(beyond),
        ]
    }
}

extension Reading {
    public var json: JSON {
        [
            "id": .integer(id), "metric": .string(metric), "value": .figure(value), "at": .string(at.rfc3339),
            "source": .string(source.rawValue), "by": .string(recordedBy), "note": .string(note),
        ]
    }
}

extension DogFoodingCount {
    /// - Parameter goal: in per cent.
    public func json(of kind: DogFoodingKind, goal: Double?) -> JSON {
        [
            "kind": .string(kind.rawValue), "withBeastMode": .integer(Int64(withBeast)),
            "byHand": .integer(Int64(byHand)),
            "share": .figure(share), "goal": .figure(goal),
        ]
    }
}

extension PlanProblem {
    public var json: JSON {
        ["file": .string(file), "line": .integer(Int64(line)), "message": .string(message)]
    }
}
