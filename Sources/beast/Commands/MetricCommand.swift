import Backends
import Configuration
import Glibc
import JSON
import Roadmap
import Site

enum MetricCommand: Command {
    static let name = "metric"
    static let summary = "Records a reading of a metric, or those that the router has measured."
    static let operands = "NAME VALUE | --from-engine"
    static let options = [
        Option.value("at", "INSTANT", "when it was measured, such as 2026-02-14T15:04:00Z (now)"),
        Option.value("note", "TEXT", "a remark"),
        CommandEnvironment.byOption,
        Option.flag("from-engine", "record what the router has measured in the last hour"),
        Option.flag("json", "print the metric's status as JSON"),
    ]
    static let details = """
          beast metric cacheHitRate 40
          beast metric latency 212 --note "after the index"
          beast metric --from-engine

        A server records its own readings every hour; a later one of the same hour takes the place of the one before.
        """

    static func run(_ arguments: Arguments, in environment: CommandEnvironment) throws {
        if arguments.has("from-engine") { return try recordEngineReadings(arguments, in: environment) }
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
    private static func recordEngineReadings(_ arguments: Arguments, in environment: CommandEnvironment) throws {
        guard arguments.operands.isEmpty, !arguments.has("at"), !arguments.has("note"), !arguments.has("by") else {
            throw UsageError(
                "`beast metric --from-engine` takes neither a name nor a value.",
                tip: "It records what was measured, as of now: beast metric --from-engine")
        }
        let path = RequestStore.path(in: try environment.settings(arguments).data.value)
        guard access(path, F_OK) == 0 else {
            throw CommandFailure(
                message: "The router has not recorded anything yet: there is no \(path).",
                tip: "Start it with `beast serve`, or name its data folder with --data DIR.")
        }
        try environment.withTracker(arguments) { tracker in
            let store = try RequestStore(at: path)
            defer { store.close() }
            let lines = try EngineReadings(tracker: tracker, history: store).post()
            if arguments.has("json") {
                return try environment.terminal.write(JSON.array(lines.map(\.json)).pretty + "\n")
            }
            if lines.isEmpty { environment.terminal.say("There were no requests in the last hour: nothing to record.") }
            for line in lines { try environment.terminal.write(text(line, plan: tracker.plan) + "\n") }
        }
    }

    private static func text(_ line: EngineReadings.Line, plan: Plan) -> String {
        let measurement = line.measurement
        switch line.outcome {
        case .recorded(let reading):
            let metric = plan.metrics.first { $0.name == reading.metric }
            let value = metric?.text(reading.value) ?? Figure.text(reading.value)
            return "\(metric?.title ?? reading.metric): \(value) (\(measurement.note))"
        case .present(let reading):
            return "\(measurement.metric): there is a reading of \(reading.at.rfc3339) already"
        case .refused(let reason):
            return "\(measurement.metric): left out. \(reason)"
        }
    }
}

extension EngineReadings.Line {
    fileprivate var json: JSON {
        let (state, reading, reason): (String, Reading?, String?) =
            switch outcome {
            case .recorded(let reading): ("recorded", reading, nil)
            case .present(let reading): ("present", reading, nil)
            case .refused(let reason): ("refused", nil, reason)
            }
        return [
            "metric": .string(measurement.metric), "value": .figure(reading?.value ?? measurement.value),
            "note": .string(reading?.note ?? measurement.note), "outcome": .string(state),
            "readAt": reading.map { .string($0.at.rfc3339) } ?? .null, "reason": reason.map { .string($0) } ?? .null,
        ]
    }
}
