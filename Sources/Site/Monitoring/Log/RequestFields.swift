import Engine
import Markup

/// The form that narrows the log of requests.
struct RequestFields: TemplateModel {
    struct Option: TemplateModel {
        let value: String
        let label: String
        let isChosen: Bool

        static let shape = Shape<Option>()
            .text("value") { $0.value }
            .text("label") { $0.label }
            .flag("chosen") { $0.isChosen }
    }

    let query: RequestQuery
    let models: [String]
    let tenants: [String]

    private static func options(
        _ values: [(value: String, label: String)], chosen: String?, all: String
    ) -> [Option] {
        // What was asked for stands there even where it is gone.
        let missing = chosen.map { chosen in values.contains { $0.value == chosen } ? [] : [(chosen, chosen)] } ?? []
        return [Option(value: "", label: all, isChosen: chosen == nil)]
            + (values + missing).map { Option(value: $0, label: $1, isChosen: $0 == chosen) }
    }

    static let shape = Shape<RequestFields>()
        .text("action") { _ in Links.requests }
        .list("models") {
            options(
                $0.models.filter { !$0.isEmpty }.map { ($0, $0) }, chosen: $0.query.filter.model, all: "All models")
        }
        .list("outcomes") {
            options(
                RequestRecord.Outcome.allCases.map { ($0.rawValue, $0.rawValue.capitalizedFirst) },
                chosen: $0.query.filter.outcome?.rawValue, all: "All outcomes")
        }
        .list("caches") {
            options(
                CacheOutcome.allCases.map { ($0.rawValue, RequestRow.words(for: $0)) },
                chosen: $0.query.filter.cache?.rawValue, all: "Anywhere")
        }
        .list("tenants") {
            options(
                $0.tenants.filter { !$0.isEmpty }.map { ($0, $0) }, chosen: $0.query.filter.tenant, all: "All tenants")
        }
        .text("from") { $0.query.from }
        .text("fromError") { $0.query.errors["from"] }
        .text("to") { $0.query.to }
        .text("toError") { $0.query.errors["to"] }
        .text("error") { $0.query.filter.errorCode }
        .text("problem") { $0.query.errors["outcome"] ?? $0.query.errors["cache"] }
}

extension String {
    fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
