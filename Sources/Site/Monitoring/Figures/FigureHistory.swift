import Engine
import Roadmap
import Synchronization

/// The figures that monitoring pages draw: of the router's own counters for the last hour, of the record of requests for
/// what lies before.
///
/// Steps of the record that are over are added up once and kept, so that drawing thirty days costs what the last hours
/// cost. They are read anew every hour, for what was recorded late.
final class FigureHistory: Sendable {
    private struct Chart: Hashable {
        let step: Int64
        let model: String?
    }

    private struct Kept {
        /// In which they were read.
        var hour: Int64
        /// By the number of the step.
        var steps: [Int64: RouterFigures] = [:]
    }

    private struct Whole {
        let stamp: Int64
        let figures: RouterFigures
    }

    private struct Stretch: Hashable {
        let range: MonitoringRange
        let model: String?
    }

    private struct State {
        var charts: [Chart: Kept] = [:]
        var wholes: [Stretch: Whole] = [:]
    }

    /// Charts that are remembered.
    private static let limit = 100
    /// A step is over so many milliseconds after its end: a request counts for the minute in which it came.
    private static let settling: Int64 = 600_000

    private let monitor: Monitor
    private let log: (any RequestLog)?
    private let state = Mutex(State())

    init(monitor: Monitor, log: (any RequestLog)?) {
        self.monitor = monitor
        self.log = log
    }

    /// The points of a chart, the oldest first.
    /// - Parameter now: milliseconds since 1970.
    /// - Throws: what keeps the record of requests from being read.
    func points(_ range: MonitoringRange, model: String? = nil, now: Int64) throws -> [FigurePoint] {
        let start = now - range.length
        guard range.isCounted else { return try recorded(from: start, to: now, step: range.step, model: model, now) }
        let counted = counted(range, model: model, now: now)
        // Before the program started the record knows, to the minute.
        let first = counted.first.map { $0.at - range.step } ?? now
        guard first - start > 60_000 else { return counted }
        let earlier = try recorded(from: start, to: first, step: 60_000, model: model, now)
        return earlier.filter { $0.at <= first } + counted
    }

    /// What the router itself has counted since it started.
    func counted(_ range: MonitoringRange, model: String? = nil, now: Int64) -> [FigurePoint] {
        let window: MonitoringWindow = range == .minutes ? .quarterHour : .hour
        let step = range.isCounted ? range.step : MonitoringRange.hour.step
        return monitor.series(window, step: Int(step / 1_000), model: model).compactMap { point in
            // Of a step that has hardly begun little can be said.
            guard point.figures.seconds * 2_000 >= Double(step) else { return nil }
            return FigurePoint(at: min(point.at + step, now), figures: RouterFigures(point.figures))
        }
    }

    /// The figures of a whole range, read from the record at most once a minute.
    /// - Throws: what keeps it from being read.
    func whole(_ range: MonitoringRange, model: String? = nil, now: Int64) throws -> RouterFigures? {
        guard let log else { return nil }
        let stretch = Stretch(range: range, model: model)
        let stamp = now / 60_000
        if let kept = state.withLock({ $0.wholes[stretch] }), kept.stamp == stamp { return kept.figures }
        let start = now - range.length
        let seconds = Double(range.length) / 1_000
        let sum: RequestFigures
        if let model {
            let step: Int64 = range == .month ? 86_400_000 : range == .day ? 3_600_000 : 60_000
            sum = try log.series(from: start, to: now, step: step, model: model).reduce(into: RequestFigures()) {
                $0.merge($1.figures)
            }
        } else {
            sum = try log.figures(from: start, to: now)
        }
        let figures = RouterFigures(sum, seconds: seconds)
        state.withLock { state in
            if state.wholes.count >= Self.limit { state.wholes = [:] }
            state.wholes[stretch] = Whole(stamp: stamp, figures: figures)
        }
        return figures
    }

    private func recorded(
        from start: Int64, to end: Int64, step: Int64, model: String?, _ now: Int64
    ) throws -> [FigurePoint] {
        guard let log, start < end else { return [] }
        let chart = Chart(step: step, model: model)
        let hour = now / 3_600_000
        let numbers = (start + step - 1) / step...max((start + step - 1) / step, (end - 1) / step)
        var kept = state.withLock { $0.charts[chart] } ?? Kept(hour: hour)
        if kept.hour != hour { kept = Kept(hour: hour) }
        if let missing = numbers.first(where: { kept.steps[$0] == nil }) {
            for point in try log.series(from: missing * step, to: end, step: step, model: model) {
                let seconds = Double(min(step, max(1_000, now - point.start))) / 1_000
                kept.steps[point.start / step] = RouterFigures(point.figures, seconds: seconds)
            }
        }
        let points = numbers.compactMap { number -> FigurePoint? in
            // Whether nothing was asked then or nothing ran, the record does not say.
            guard let figures = kept.steps[number], figures.requests > 0 else { return nil }
            return FigurePoint(at: min((number + 1) * step, now), figures: figures)
        }
        kept.steps = kept.steps.filter { ($0.key + 1) * step + Self.settling <= now && $0.key >= numbers.lowerBound }
        state.withLock { [kept] state in
            if state.charts.count >= Self.limit, state.charts[chart] == nil { state.charts = [:] }
            state.charts[chart] = kept
        }
        return points
    }
}
