import Engine
import Markup

/// How the router is doing, in one word and a sentence, and what is to be done.
struct Verdict: TemplateModel {
    struct Reason: TemplateModel {
        let mark: StatusMark
        let tip: String

        static let shape = Shape<Reason>()
            .object("status") { $0.mark }
            .text("message") { $0.mark.reason }
            .text("tip") { $0.tip }
    }

    let mark: StatusMark
    let tip: String
    /// What else is wrong, and what is good to know.
    let others: [Reason]

    init(_ verdict: HealthVerdict, conditions: [MonitoringCondition] = [], problem: Failure? = nil) {
        mark = Self.mark(verdict)
        tip = verdict.tip
        let reasons = verdict.reasons.dropFirst().map {
            Reason(mark: Self.mark($0.level, reason: $0.message), tip: $0.tip)
        }
        let record = problem.map {
            Reason(
                mark: StatusMark(
                    .attention, "Record",
                    reason:
                        "The record of requests cannot be read, so what lies before the start is missing. \($0.message)"
                ), tip: $0.tip)
        }
        let notes = conditions.filter { $0.severity == .note }.map {
            Reason(mark: StatusMark(.none, "Note", reason: $0.message), tip: $0.tip)
        }
        others = reasons + (record.map { [$0] } ?? []) + notes
    }

    static func mark(_ verdict: HealthVerdict) -> StatusMark { mark(verdict.level, reason: verdict.summary) }

    private static func mark(_ level: HealthVerdict.Level, reason: String) -> StatusMark {
        switch level {
        case .healthy: StatusMark(.good, "Healthy", reason: reason)
        case .degraded: StatusMark(.attention, "Degraded", reason: reason)
        case .down: StatusMark(.bad, "Down", reason: reason)
        }
    }

    static let shape = Shape<Verdict>()
        .object("status") { $0.mark }
        .text("message") { $0.mark.reason }
        .text("tip") { $0.tip }
        .flag("hasOthers") { !$0.others.isEmpty }
        .list("others") { $0.others }
}
