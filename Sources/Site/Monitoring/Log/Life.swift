import Engine
import Markup
import Roadmap

/// What happened to a request and when, as a line of time.
struct Life: TemplateModel {
    /// A stretch of it.
    struct Phase: TemplateModel {
        let label: String
        let note: String
        /// Milliseconds since its arrival, as the next.
        let start: Double
        let end: Double
        /// Of the whole life.
        let total: Double

        /// The stretch on the line of the whole: a track, and on it from where to where.
        private var bar: HTML {
            func percent(_ value: Double) -> String {
                let tenths = Int((total > 0 ? min(max(value / total, 0), 1) * 1_000 : 0).rounded())
                return "\(tenths / 10).\(tenths % 10)%"
            }
            // A moment is as wide as can be seen.
            let width = max(end - start, total * 0.004)
            return HTML(
                markup: """
                    <svg class="bar" width="100%" height="14" aria-hidden="true"><rect class="bar-track" y="4" width="100%" \
                    height="6" rx="3"/><rect class="bar-fill" y="4" height="6" x="\(percent(min(start, total - width)))" \
                    width="\(percent(width))"/></svg>
                    """)
        }

        static let shape = Shape<Phase>()
            .text("label") { $0.label }
            .text("note") { $0.note }
            .text("at") { RequestRow.milliseconds($0.start) }
            .text("duration") { RequestRow.milliseconds(max(0, $0.end - $0.start)) }
            .html("bar") { $0.bar }
    }

    let mark: StatusMark
    let headline: String
    let phases: [Phase]
    let code: String
    let tip: String

    init(_ record: RequestRecord) {
        let total = max(record.total, record.firstByte)
        mark = RequestRow.mark(of: record)
        let model = record.modelServed.isEmpty ? "" : " by \(record.modelServed)"
        switch record.outcome {
        case .succeeded:
            headline =
                record.cache.isHit
                ? "Answered from the cache (\(RequestRow.words(for: record.cache))) in \(RequestRow.milliseconds(total))"
                : "Answered\(model) in \(RequestRow.milliseconds(total))"
        case .failed: headline = "Failed after \(RequestRow.milliseconds(total)): \(record.errorCode)"
        case .cancelled: headline = "Cancelled after \(RequestRow.milliseconds(total))"
        }
        code = record.errorCode
        tip = record.tip
        var phases: [Phase] = []
        func add(_ label: String, _ note: String, _ start: Double, _ end: Double) {
            phases.append(Phase(label: label, note: note, start: start, end: end, total: total))
        }
        let queued = min(record.queued, total)
        if queued >= 0.01 { add("Waited", "for a place at the model", 0, queued) }
        let first = min(max(record.firstByte, queued), total)
        let calls = record.attempts
        let how =
            record.cache.isHit
            ? "looked up: \(RequestRow.words(for: record.cache))"
            : calls == 0 ? "nobody was called" : "looked up, then \(counted(calls, "call"))"
        add("To the first byte", how, queued, first)
        if total > first { add("To the last byte", "the answer went out", first, total) }
        self.phases = phases
    }

    /// Of a request that is being answered.
    /// - Parameter age: milliseconds.
    init(flight: RequestInFlight, age: Double) {
        mark = StatusMark(.now, "In flight")
        headline = "Being answered for \(RequestRow.milliseconds(age))"
        phases = []
        code = ""
        tip = ""
    }

    static let shape = Shape<Life>()
        .object("status") { $0.mark }
        .text("headline") { $0.headline }
        .flag("hasPhases") { !$0.phases.isEmpty }
        .list("phases") { $0.phases }
        .text("code") { $0.code }
        .text("tip") { $0.tip }
}
