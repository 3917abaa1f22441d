import Engine
import Markup
import Roadmap

/// An alert that is over.
struct PastAlertRow: TemplateModel {
    private let alert: Alert
    private let began: When
    private let lasted: String

    init(_ alert: Alert, calendar: ReportingCalendar, now: Instant) {
        self.alert = alert
        began = When(Instant(milliseconds: alert.startedAt), calendar: calendar, now: now)
        let seconds = max(0, (alert.resolvedAt ?? alert.startedAt) - alert.startedAt) / 1_000
        lasted = seconds < 60 ? "\(seconds) s" : seconds < 7_200 ? "\(seconds / 60) min" : "\(seconds / 3_600) h"
    }

    static let shape = Shape<PastAlertRow>()
        .text("anchor") { "alert-\($0.alert.id)" }
        .text("rule") { $0.alert.title }
        .object("began") { $0.began }
        .text("lasted") { $0.lasted }
        .text("message") { $0.alert.message }
        .text("reason") { $0.alert.reason }
        .text("recovery") { $0.alert.recovery }
        .text("acknowledgedBy") { $0.alert.acknowledgement?.by }
}

/// What is watched.
struct AlertRuleRow: TemplateModel {
    let rule: AlertRule

    static let shape = Shape<AlertRuleRow>()
        .text("name") { $0.rule.name }
        .text("words") { $0.rule.words }
}

/// Who is told.
struct AlertHookRow: TemplateModel {
    private let hook: AlertStanding.Hook
    private let delivered: When?

    init(_ hook: AlertStanding.Hook, calendar: ReportingCalendar, now: Instant) {
        self.hook = hook
        delivered = hook.lastDelivered.map { When(Instant(milliseconds: $0), calendar: calendar, now: now) }
    }

    private var mark: StatusMark {
        if hook.hook.problem != nil { return StatusMark(.bad, "Not set up") }
        if hook.lastFailure != nil { return StatusMark(hook.failed > 0 ? .bad : .attention, "Failing") }
        return hook.lastDelivered == nil ? StatusMark(.none, "Not used yet") : StatusMark(.good, "Working")
    }

    /// What went wrong, and what waits.
    private var trouble: String {
        let given = hook.failed > 0 ? "\(counted(hook.failed, "message")) given up." : ""
        let waiting = hook.waiting > 0 ? "\(counted(hook.waiting, "message")) waiting." : ""
        return [hook.hook.problem ?? "", hook.lastFailure ?? "", given, waiting].filter { !$0.isEmpty }
            .joined(separator: " ")
    }

    static let shape = Shape<AlertHookRow>()
        .text("host") { $0.hook.hook.label }
        .object("mark") { $0.mark }
        .text("trouble") { $0.trouble }
        .object("delivered") { $0.delivered }
}
