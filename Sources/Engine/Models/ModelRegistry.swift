import Spelling
import Synchronization

/// The models there are, exchanged whole when the configuration is read again.
public final class ModelRegistry: Sendable {
    private struct State {
        var desks: [ModelDesk]
        var reference: String?
    }

    private let state: Mutex<State>

    /// - Parameter reference: the model whose price savings are measured by.
    public init(_ models: [Model], reference: String? = nil) {
        state = Mutex(State(desks: models.map(ModelDesk.init), reference: reference))
    }

    public var models: [Model] { all.map(\.model) }

    /// The price of the model that savings are measured by; `nil` when none is named.
    public var referencePrice: Price? {
        state.withLock { state in
            state.reference.flatMap { name in state.desks.first { $0.model.name == name } }?.model.price
        }
    }

    /// Takes up other models. One that stays as it was keeps its circuit, its places and its latency.
    public func replace(by models: [Model], reference: String? = nil) {
        state.withLock { state in
            let former = state.desks
            state.desks = models.map { model in former.first { $0.model == model } ?? ModelDesk(model) }
            state.reference = reference
        }
    }

    func desk(_ name: String) -> ModelDesk? { state.withLock { $0.desks.first { $0.model.name == name } } }

    var all: [ModelDesk] { state.withLock { $0.desks } }

    func unknown(_ name: String) -> RouterError {
        let names = models.map(\.name)
        let closest = Spelling.closest(to: name, among: names, limit: 3)
        return RouterError(
            status: 404, "There is no model “\(name.prefix(100))”.", type: "invalid_request_error", param: "model",
            code: "model_not_found",
            tip: closest.isEmpty
                ? "GET /v1/models lists the models; auto chooses one."
                : "Did you mean \(closest.map { "“\($0)”" }.joined(separator: " or "))?",
            source: .request)
    }
}
