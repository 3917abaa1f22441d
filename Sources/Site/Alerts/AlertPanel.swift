import Engine
import Markup
import Roadmap

/// What fires just now, with what can be done about it.
struct AlertPanel: TemplateModel {
    private let firing: [FiringAlertRow]
    private let hasPast: Bool
    private let problem: String?
    private let isElsewhere: Bool

    /// - Parameter returnTo: the path of the page that it is on, which its forms come back to.
    init(_ standing: AlertStanding, returnTo: String, calendar: ReportingCalendar, now: Instant) {
        firing = standing.firing.map { FiringAlertRow($0, returnTo: returnTo, calendar: calendar, now: now) }
        hasPast = !standing.past.isEmpty
        problem = standing.problem
        isElsewhere = returnTo != Links.alerts
    }

    var headline: String { firing.isEmpty ? "No alerts" : "\(counted(firing.count, "alert")) firing" }

    static let shape = Shape<AlertPanel>()
        .text("headline") { $0.headline }
        .flag("hasFiring") { !$0.firing.isEmpty }
        .list("firing") { $0.firing }
        .text("problem") { $0.problem }
        .text("href") { $0.isElsewhere ? Links.alerts : nil }
        .text("rest") { $0.hasPast ? "All alerts" : "Rules and webhooks" }
}

/// An alert that fires.
struct FiringAlertRow: TemplateModel {
    private let firing: AlertStanding.Firing
    private let returnTo: String
    private let since: When
    private let silencedUntil: String?

    init(_ firing: AlertStanding.Firing, returnTo: String, calendar: ReportingCalendar, now: Instant) {
        self.firing = firing
        self.returnTo = "\(returnTo)#alert-\(firing.alert.id)"
        since = When(Instant(milliseconds: firing.alert.startedAt), calendar: calendar, now: now)
        silencedUntil = firing.silence.map { calendar.format(Instant(milliseconds: $0.until)) }
    }

    private var mark: StatusMark {
        if firing.alert.acknowledgement != nil { return StatusMark(.attention, "Acknowledged") }
        return silencedUntil == nil ? StatusMark(.bad, "Firing") : StatusMark(.attention, "Silenced")
    }

    static let shape = Shape<FiringAlertRow>()
        .text("anchor") { "alert-\($0.firing.alert.id)" }
        .object("mark") { $0.mark }
        .text("rule") { $0.firing.alert.title }
        .text("message") { $0.firing.message }
        .text("reason") { $0.firing.reason }
        .text("tip") { $0.firing.tip }
        .object("since") { $0.since }
        .text("returnTo") { $0.returnTo }
        .text("acknowledge") { Links.acknowledge($0.firing.alert.id) }
        .text("acknowledgedBy") { $0.firing.alert.acknowledgement?.by }
        .text("silence") { Links.silence($0.firing.alert.id) }
        .text("silencedUntil") { $0.silencedUntil }
        .text("silencedBy") { $0.firing.silence?.by }
}
