import Roadmap

enum MetricCommand: Command {
    static let name = "metric"
    static let summary = "Records a reading of a metric."
    static let operands = "NAME VALUE"
    static let options = [
        Option.value("at", "INSTANT", "when it was measured, such as 2026-02-14T15:04:00Z (now)"),
        Option.value("note", "TEXT", "a remark"),
        CommandEnvironment.byOption,
        Option.flag("json", "print the metric's status as JSON"),
    ]
    static let details = """
          beast metric cacheHitRate 40
          beast metric latency 212 --note "after the index"
        """

    static func run(_ arguments: Arguments, in environment: CommandEnvironment) throws {
        guard arguments.operands.count == 2 else {
            throw UsageError(
                "`beast metric` takes a name and a value.", tip: "For example: beast metric cacheHitRate 40")
        }
        try environment.withTracker(arguments) { tracker in
            let metric = try tracker.plan.metric(named: arguments.operands[0])
            let figure = arguments.operands[1]
            let isPlain = figure.allSatisfy { $0.isASCII && ($0.isNumber || ".-+eE".contains($0)) }
            guard let value = Double(figure), isPlain || !value.isFinite else {
                throw CommandFailure(
                    message: "“\(arguments.operands[1])” is not a number.",
                    tip: "Write it with digits and a point, such as 83.5.")
            }
            let at = try arguments["at"].map { text in
                guard let instant = Instant(rfc3339: text) else {
                    throw CommandFailure(
                        message: "“\(text)” is not an instant.", tip: "Write it as 2026-02-14T15:04:00Z.")
                }
                return instant
            }
            try tracker.perform(
                RecordReading(
                    value, of: metric, at: at, source: .manual, note: arguments["note"] ?? "",
                    by: environment.author(arguments), now: tracker.now))
            let (status, newest) = try tracker.read { try $0.status(of: metric) }
            try environment.terminal.write(
                arguments.has("json")
                    ? metric.json(status: status, newest: newest).pretty + "\n"
                    : "\(metric.title): \(metric.text(value)), \(status.kind.rawValue) (\(status.reason))\n")
        }
    }
}
