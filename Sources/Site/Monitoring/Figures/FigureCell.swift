import Markup

/// A figure of monitoring: how it stands, large, and its chart.
struct FigureCell: TemplateModel {
    let figure: MonitoredFigure
    let now: RouterFigures?
    let chart: FigureChart

    private var value: Double? { now.flatMap(figure.value) }

    var number: String { value.map(figure.number) ?? "no data" }
    var unit: String { value == nil ? "" : figure.suffix }
    var more: String { now.map(figure.more) ?? "" }

    /// How the range as a whole stands against the target.
    var mark: StatusMark {
        switch chart.isMet {
        case true: StatusMark(.good, "On target")
        case false: StatusMark(.bad, "Off target")
        case nil: StatusMark(.none, chart.moment.target(of: figure) == nil ? "No target" : "No data")
        }
    }

    static let shape = Shape<FigureCell>()
        .text("id") { $0.figure.rawValue }
        .text("label") { $0.figure.label }
        .text("href") { $0.chart.moment.target(of: $0.figure).map { Links.target($0.metric.name) } }
        .text("number") { $0.number }
        .text("unit") { $0.unit }
        .text("more") { $0.more }
        .object("status") { $0.mark }
        .text("finding") { $0.chart.finding }
        .html("chart") { $0.chart.html }
}
