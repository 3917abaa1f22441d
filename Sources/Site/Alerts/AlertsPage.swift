import Engine
import HTTP
import Markup
import Roadmap

enum AlertsPage {
    /// `GET /monitoring/alerts`: what fires, what is over, what is watched and who is told.
    static func show(_ request: Request, site: Site) throws -> Reply {
        let standing = try desk(of: site).standing
        return .now(
            try site.render(request, \.alerts, status: .ok) { progress, layout in
                Model(standing, progress, layout: layout(.monitoring, "Alerts"))
            })
    }

    static func desk(of site: Site) throws -> AlertDesk {
        guard let desk = site.monitor?.alerts else {
            throw HTTPError.notFound("This site watches no router.", tip: "Run `beast serve`, which does.")
        }
        return desk
    }

    struct Model: TemplateModel {
        let layout: Layout
        let panel: AlertPanel
        let past: [PastAlertRow]
        let rules: [AlertRuleRow]
        let hooks: [AlertHookRow]

        init(_ standing: AlertStanding, _ progress: Progress, layout: Layout) {
            self.layout = layout
            let (calendar, now) = (progress.calendar, progress.now)
            panel = AlertPanel(standing, returnTo: Links.alerts, calendar: calendar, now: now)
            past = standing.past.map { PastAlertRow($0, calendar: calendar, now: now) }
            rules = standing.rules.map(AlertRuleRow.init)
            hooks = standing.hooks.map { AlertHookRow($0, calendar: calendar, now: now) }
        }

        static let shape = Shape<Model>()
            .object("layout") { $0.layout }
            .text("headline") { $0.panel.headline }
            .object("alerts") { $0.panel }
            .flag("hasPast") { !$0.past.isEmpty }
            .list("past") { $0.past }
            .flag("hasRules") { !$0.rules.isEmpty }
            .list("rules") { $0.rules }
            .flag("hasHooks") { !$0.hooks.isEmpty }
            .list("hooks") { $0.hooks }
    }
}
