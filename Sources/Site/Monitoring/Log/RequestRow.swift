import Engine
import Markup
import Roadmap

/// A request of the log.
struct RequestRow: TemplateModel {
    let request: StoredRequest
    let at: When
    /// To the second, with the day where it is another one.
    let clock: String

    init(_ request: StoredRequest, moment: MonitoringMoment) {
        self.request = request
        at = moment.when(request.opening.receivedAt)
        let day = moment.calendar.day(of: at.instant)
        clock = (day == moment.today ? "" : day.long + ", ") + moment.clock(at.instant)
    }

    private var record: RequestRecord { request.record }

    static func mark(of record: RequestRecord) -> StatusMark {
        switch record.outcome {
        case .succeeded: StatusMark(.good, "Succeeded")
        case .failed: StatusMark(.bad, "Failed")
        case .cancelled: StatusMark(.none, "Cancelled")
        }
    }

    static func words(for cache: CacheOutcome) -> String {
        switch cache {
        case .hitL1: "L1, memory"
        case .hitL2: "L2, Redis"
        case .hitL3: "L3, database"
        case .semantic: "semantic"
        case .miss: "miss"
        case .bypass: "not cacheable"
        }
    }

    static func milliseconds(_ value: Double) -> String {
        value < 10_000 ? "\(FigureText.milliseconds(value)) ms" : "\(FigureText.text(value / 1_000)) s"
    }

    static func dollars(_ microCents: Int64) -> String { FigureText.dollars(Double(microCents) / 100_000_000) }

    static let shape = Shape<RequestRow>()
        .text("id") { $0.request.opening.id }
        .text("href") { Links.request($0.request.opening.id) }
        .object("at") { $0.at }
        .text("receivedAt") { $0.clock }
        .text("model") { $0.request.model }
        .text("modelHref") { $0.request.model.isEmpty ? nil : Links.model($0.request.model) }
        .object("status") { mark(of: $0.record) }
        .text("code") { $0.record.errorCode }
        .text("cache") { words(for: $0.record.cache) }
        .text("total") { milliseconds($0.record.total) }
        .text("cost") { dollars($0.record.cost) }
        .text("tenant") { $0.request.opening.tenant }
}
