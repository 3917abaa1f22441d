import Markup

/// The parts of the monitoring page that come and go as a whole, each made by the page's own template.
struct MonitoringParts: Sendable {
    /// A region of the page and what it shows.
    struct Part: Sendable {
        /// As the page's `data-part` says it.
        let name: String
        let template: Template<MonitoringView>
    }

    let verdict: Part
    let others: [Part]
    let cell: Template<FigureCell>

    init(_ templates: TemplateSet) throws {
        func part(_ name: String) throws -> Part {
            Part(name: name, template: try templates.template("monitoring-\(name)", for: MonitoringView.self))
        }
        verdict = try part("verdict")
        others = try ["alerts", "models", "upstreams", "tiers", "errors", "flights", "cache"].map(part)
        cell = try templates.template("monitoring-chart", for: FigureCell.self)
    }

    /// How many events it takes until every part was sent.
    static let rounds = 5

    /// The parts whose turn it is, as markup: all but the verdict take turns, so that events stay small.
    func markup(of view: MonitoringView, number: Int) -> [(name: String, html: HTML)] {
        let turn = number % Self.rounds
        var parts = [(name: verdict.name, html: verdict.template.render(view))]
        for (index, part) in others.enumerated() where index % Self.rounds == turn {
            parts.append((part.name, part.template.render(view)))
        }
        for (index, figure) in MonitoredFigure.allCases.enumerated() where (index + 1) % Self.rounds == turn {
            parts.append(("chart-\(figure.rawValue)", cell.render(view.cell(figure))))
        }
        return parts
    }
}
