import Engine
import Markup
import Roadmap

/// Failures of one cause since the start.
struct ErrorRow: TemplateModel {
    let group: ErrorGroup
    let last: When

    init(_ group: ErrorGroup, moment: MonitoringMoment) {
        self.group = group
        last = moment.when(group.lastSeen)
    }

    /// What the requests of this cause are found by.
    private var filter: RequestFilter {
        RequestFilter(model: group.model.isEmpty ? nil : group.model, errorCode: group.code)
    }

    static let shape = Shape<ErrorRow>()
        .text("code") { $0.group.code }
        .text("href") { RequestQuery($0.filter).address }
        .text("model") { $0.group.model.isEmpty ? nil : $0.group.model }
        .text("count") { FigureText.whole($0.group.count) }
        .text("status") { $0.group.status }
        .text("tip") { $0.group.tip }
        .object("last") { $0.last }
        .text("lastHref") { Links.request($0.group.lastRequestID) }
}

/// A request that is being answered.
struct FlightRow: TemplateModel {
    let flight: RequestInFlight
    /// Milliseconds.
    let age: Double

    static let shape = Shape<FlightRow>()
        .text("id") { $0.flight.opening.id }
        .text("href") { Links.request($0.flight.opening.id) }
        .text("model") { $0.flight.opening.modelAsked }
        .text("tenant") { $0.flight.opening.tenant }
        .text("age") { Figure.text(($0.age / 100).rounded() / 10) + " s" }
        .text("kind") { $0.flight.opening.isStreamed ? "stream" : "whole" }
}
