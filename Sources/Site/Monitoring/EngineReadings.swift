public import Engine
public import Roadmap
import Storage

/// Hands what the router has measured to the plan, as readings whose source is the engine.
///
/// Where there is no data there is no reading: a metric that nothing is known of goes stale and says so.
public struct EngineReadings: Sendable {
    /// What was done with one metric.
    public struct Line: Sendable, Hashable {
        public let measurement: EngineMeasurement
        public let outcome: EngineReadingOutcome
    }

    private let tracker: Tracker
    private let history: any RequestHistory
    private let others: @Sendable () -> [EngineMeasurement]

    private static let hour: Int64 = 3_600_000
    /// Up time is too coarse by the hour: a restart of ten seconds would be a day's worth of trouble.
    private static let uptimeDays: Int64 = 30

    /// - Parameter others: measurements that do not come from the request log, such as `firstRequestGain`.
    public init(
        tracker: Tracker, history: any RequestHistory, others: @escaping @Sendable () -> [EngineMeasurement] = { [] }
    ) {
        self.tracker = tracker
        self.history = history
        self.others = others
    }

    /// Writes down the measurements of the hour before an instant. A second time for the same instant changes nothing.
    /// - Parameter at: `nil` for now.
    @discardableResult
    public func post(at: Instant? = nil) throws -> [Line] {
        let now = tracker.now
        let at = at ?? now
        let measurements = try measurements(at: at.milliseconds) + others()
        if measurements.isEmpty { return [] }
        let outcomes = try tracker.perform(
            RecordEngineReadings(measurements, at: at, plan: tracker.plan, now: now))
        return zip(measurements, outcomes).map { Line(measurement: $0, outcome: $1) }
    }

    /// Writes down the measurements of the last hour of the clock that is over.
    @discardableResult
    public func postLastHour() throws -> [Line] {
        let now = tracker.now.milliseconds
        return try post(at: Instant(milliseconds: now - now % Self.hour))
    }

    /// Posts each hour when it is over, until the task is cancelled; at first the last one, which may have ended while
    /// the program was not running.
    /// - Parameter report: is told what could not be written; it is tried again a minute later.
    public func run(report: @Sendable (any Error) -> Void) async {
        var posted: Int64?
        while !Task.isCancelled {
            let hour = tracker.now.milliseconds / Self.hour
            if hour != posted {
                do {
                    try postLastHour()
                    posted = hour
                } catch {
                    report(error)
                }
            }
            do {
                try await Task.sleep(for: .seconds(60))
            } catch {
                return
            }
        }
    }

    /// What is known of the hour before an instant, in the units of TARGETS.md.
    func measurements(at instant: Int64) throws -> [EngineMeasurement] {
        let figures = try history.figures(from: instant - Self.hour, to: instant)
        let uptime = try history.uptime(from: instant - Self.uptimeDays * 24 * Self.hour, to: instant)
        var list = MeasurementList()
        let answered = figures.succeeded
        list.add("cacheHitRate", figures.cacheHitRate.map { $0 * 100 }, figures.cacheable, "cacheable requests")
        list.add("semanticHitRate", figures.semanticHitRate.map { $0 * 100 }, figures.cacheable, "cacheable requests")
        list.add(
            "latency", figures.latency.milliseconds(atPercentile: 95), Int64(figures.latency.count),
            "requests that succeeded or failed")
        list.add(
            "throughput", figures.throughput, answered, "requests answered", prefix: "busiest minute of the last hour")
        list.add(
            "errorRate", figures.errorRate.map { $0 * 100 }, figures.succeeded + figures.failed,
            "requests that succeeded or failed")
        list.add("requestCoverage", figures.coverage.map { $0 * 100 }, figures.received, "requests received")
        list.add("costSavings", figures.costSavings.map { $0 * 100 }, figures.recorded, "requests")
        list.add("costPerRequest", figures.costPerRequest, answered, "requests answered")
        list.add(
            "cacheAccessTime", figures.cacheAccess.milliseconds(atPercentile: 95), Int64(figures.cacheAccess.count),
            "hits, the 95th percentile")
        if let uptime, let share = uptime.share {
            list.add(
                "uptime", share * 100, Int64(uptime.crashes), "unplanned stops",
                prefix: "last \(Self.uptimeDays) days, \((uptime.up + uptime.down) / 60_000) minutes expected")
        }
        return list.measurements
    }
}

/// Measurements with notes that say what they were taken from.
private struct MeasurementList {
    private(set) var measurements: [EngineMeasurement] = []

    mutating func add(_ metric: String, _ value: Double?, _ count: Int64, _ what: String, prefix: String = "last hour")
    {
        guard let value else { return }
        measurements.append(
            EngineMeasurement(metric, Figure.exact(value), note: "\(prefix), \(Figure.text(Double(count))) \(what)"))
    }
}
