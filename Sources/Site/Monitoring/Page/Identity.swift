import Engine
import Markup

/// Received = succeeded + failed + cancelled + in flight, with its numbers.
struct Identity: TemplateModel {
    /// One number of it.
    struct Term: TemplateModel {
        let id: String
        let label: String
        let number: String
        /// What stands before it: nothing, `=` or `+`.
        let sign: String

        static let shape = Shape<Term>()
            .text("id") { $0.id }
            .text("label") { $0.label }
            .text("number") { $0.number }
            .text("sign") { $0.sign }
    }

    let terms: [Term]
    /// How many of them are on record, in words.
    let coverage: String

    init(_ snapshot: MonitoringSnapshot) {
        let totals = snapshot.totals
        terms = [
            ("received", "Received", totals.received, ""), ("succeeded", "Succeeded", totals.succeeded, "="),
            ("failed", "Failed", totals.failed, "+"), ("cancelled", "Cancelled", totals.cancelled, "+"),
            ("inFlight", "In flight", totals.inFlight, "+"),
        ].map { Term(id: $0, label: $1, number: FigureText.whole($2), sign: $3) }
        coverage =
            switch snapshot.requestCoverage {
            case nil: "No request has come in yet."
            case 1?: "Every request is on record."
            case let share?: "\(FigureText.percent(share * 100)) % of all requests are on record."
            }
    }

    static let shape = Shape<Identity>()
        .list("terms") { $0.terms }
        .text("coverage") { $0.coverage }
}
