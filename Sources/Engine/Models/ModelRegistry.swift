import Spelling
import Synchronization

/// The models there are, exchanged whole when the configuration is read again.
public final class ModelRegistry: Sendable {
    private struct State {
        var desks: [ModelDesk]
        let referencePrice: Price?

        init(_ desks: [ModelDesk], reference: String?) {
            self.desks = desks
            referencePrice = reference.flatMap { name in desks.first { $0.model.name == name } }?.model.price
        }
    }

    private let state: Mutex<State>
    private let replacements = Atomic(0)

    /// Tells the models of now from those of before they were replaced.
    var version: Int { replacements.load(ordering: .acquiring) }

    /// - Parameter reference: the model whose price savings are measured by.
    public init(_ models: [Model], reference: String? = nil) {
        state = Mutex(State(models.map(ModelDesk.init), reference: reference))
    }

    public var models: [Model] { all.map(\.model) }

    /// The price of the model that savings are measured by; `nil` when none is named.
    public var referencePrice: Price? { state.withLock { $0.referencePrice } }

    /// Takes up other models. One that stays as it was keeps its circuit, its places and its latency.
    public func replace(by models: [Model], reference: String? = nil) {
        state.withLock { state in
            let former = state.desks
            let desks = models.map { model in former.first { $0.model == model } ?? ModelDesk(model) }
            state = State(desks, reference: reference)
        }
        replacements.wrappingAdd(1, ordering: .releasing)
    }

    func desk(_ name: String) -> ModelDesk? { state.withLock { $0.desks.first { $0.model.name == name } } }

    /// Whether a request may ask for it.
    func has(_ name: String) -> Bool { name == "auto" || desk(name) != nil }

    var all: [ModelDesk] { state.withLock { $0.desks } }

    func unknown(_ name: String) -> RouterError {
        let names = models.map(\.name)
        // Nobody misspells a name of a megabyte.
        let closest = Spelling.closest(to: String(name.prefix(100)), among: names, limit: 3)
        return RouterError(
            status: 404, "There is no model “\(name.prefix(100))”.", type: "invalid_request_error", param: "model",
            code: StoredRequest.unknownModel,
            tip: closest.isEmpty
                ? "GET /v1/models lists the models; auto chooses one."
                : "Did you mean \(closest.map { "“\($0)”" }.joined(separator: " or "))?",
            source: .request)
    }
}
