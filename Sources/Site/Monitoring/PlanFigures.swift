import Roadmap
import Synchronization
import Telemetry

/// How the plan stands, for metrics servers: read from the database when something has changed, else remembered.
final class PlanFigures: Sendable {
    private struct Figures {
        let revision: Tracker.Revision
        let tasks: Int
        let done: Int
        let readings: [(metric: String, value: Double)]
    }

    private let tracker: Tracker
    private let known = Mutex<Figures?>(nil)

    init(_ tracker: Tracker) {
        self.tracker = tracker
    }

    func write(to text: inout MetricsText) {
        let figures: Figures?
        do {
            figures = try read()
        } catch {
            // The database does not answer; what the router counts is shown all the same.
            figures = nil
        }
        text.family("beast_plan_up", .gauge, help: "Whether the plan's database can be read.")
        text.sample(figures == nil ? 0 : 1)
        guard let figures else { return }
        text.family("beast_plan_tasks", .gauge, help: "Tasks of the plan.")
        text.sample(figures.done, [("state", "done")])
        text.sample(figures.tasks - figures.done, [("state", "open")])
        text.family(
            "beast_plan_reading", .gauge, help: "The newest reading of each metric of the plan, in its own unit.")
        for reading in figures.readings { text.sample(reading.value, [("metric", reading.metric)]) }
    }

    private func read() throws -> Figures {
        let revision = try tracker.revision()
        if let figures = known.withLock({ $0 }), figures.revision == revision { return figures }
        let figures = try tracker.read { progress in
            Figures(
                revision: revision, tasks: progress.plan.tasks.count,
                done: try progress.doneByWeek().values.reduce(0, +),
                readings: try progress.plan.metrics.compactMap { metric in
                    try progress.newestReading(of: metric).map { (metric.name, $0.value) }
                })
        }
        known.withLock { $0 = figures }
        return figures
    }
}
