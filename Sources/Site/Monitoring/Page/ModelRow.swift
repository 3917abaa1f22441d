import Engine
import Markup

/// What one model was asked in the last hour, and whether it takes requests.
struct ModelRow: TemplateModel {
    let model: ModelFigures
    /// Of all requests of the hour.
    let total: Int

    private var figures: RouterFigures { RouterFigures(model.hour) }

    private var share: String {
        total > 0 ? FigureText.percent(Double(model.hour.tally.closed) / Double(total) * 100) + " %" : ""
    }

    private func text(_ figure: MonitoredFigure) -> String { figure.value(of: figures).map(figure.text) ?? "" }

    static func mark(of model: ModelFigures) -> StatusMark { mark(of: model.standing) }

    static func mark(of standing: ModelFigures.Standing?) -> StatusMark {
        switch standing?.circuit {
        case .closed: StatusMark(.good, "Closed")
        case .halfOpen: StatusMark(.attention, "Half-open")
        case .open: StatusMark(.bad, "Open")
        case nil: StatusMark(.none, "Not configured")
        }
    }

    static let shape = Shape<ModelRow>()
        .text("name") { $0.model.name.isEmpty ? "no model of that name" : $0.model.name }
        .text("href") { $0.model.name.isEmpty ? nil : Links.model($0.model.name) }
        .text("share") { $0.share }
        .text("requests") { FigureText.whole($0.model.hour.tally.closed) }
        .text("latency") { $0.text(.latency) }
        .text("errorRate") { $0.text(.errorRate) }
        .text("hitRate") { $0.text(.cacheHitRate) }
        .text("cost") { $0.model.hour.tally.closed > 0 ? FigureText.dollars($0.figures.cost) : "" }
        .object("circuit") { mark(of: $0.model) }
}

/// How one upstream answers just now.
struct UpstreamRow: TemplateModel {
    let name: String
    let standing: ModelFigures.Standing
    let failedAt: When?

    init?(_ model: ModelFigures, moment: MonitoringMoment) {
        guard let standing = model.standing else { return nil }
        name = model.name
        self.standing = standing
        failedAt = standing.upstream.lastFailure.map { moment.when($0.at) }
    }

    /// Whether its calls succeed: the calls of the last 15 seconds.
    private var mark: StatusMark {
        let upstream = standing.upstream
        if standing.circuit != .closed { return ModelRow.mark(of: standing) }
        if upstream.recentFailures > 0 { return StatusMark(.attention, "Failing") }
        return upstream.calls > 0 ? StatusMark(.good, "Answers") : StatusMark(.none, "Not asked yet")
    }

    static let shape = Shape<UpstreamRow>()
        .text("name") { $0.name }
        .text("href") { Links.model($0.name) }
        .text("endpoint") { $0.standing.endpoint ?? "built in" }
        .object("status") { $0.mark }
        .text("inFlight") { $0.standing.inFlight }
        .text("waiting") { $0.standing.waiting }
        .text("calls") {
            "\(FigureText.whole($0.standing.upstream.failures)) of \(FigureText.whole($0.standing.upstream.calls))"
        }
        .text("begins") {
            $0.standing.latency > 0 ? FigureText.text($0.standing.latency) + " ms" : ""
        }
        .text("failure") { $0.standing.upstream.lastFailure?.message }
        .text("tip") { $0.standing.upstream.lastFailure?.tip }
        .object("failedAt") { $0.failedAt }
}
