import Spelling
import Synchronization

/// The models there are, exchanged whole when the configuration is read again.
public final class ModelRegistry: Sendable {
    private let desks: Mutex<[ModelDesk]>

    public init(_ models: [Model]) {
        desks = Mutex(models.map(ModelDesk.init))
    }

    public var models: [Model] { desks.withLock { $0.map(\.model) } }

    /// Takes up other models. One that stays as it was keeps its circuit, its places and its latency.
    public func replace(by models: [Model]) {
        desks.withLock { desks in
            desks = models.map { model in desks.first { $0.model == model } ?? ModelDesk(model) }
        }
    }

    func desk(_ name: String) -> ModelDesk? { desks.withLock { $0.first { $0.model.name == name } } }

    var all: [ModelDesk] { desks.withLock { $0 } }

    func unknown(_ name: String) -> RouterError {
        let names = models.map(\.name)
        let closest = Spelling.closest(to: name, among: names, limit: 3)
        return RouterError(
            status: 404, "There is no model “\(name.prefix(100))”.", type: "invalid_request_error", param: "model",
            code: StoredRequest.unknownModel,
            tip: closest.isEmpty
                ? "GET /v1/models lists the models; auto chooses one."
                : "Did you mean \(closest.map { "“\($0)”" }.joined(separator: " or "))?",
            source: .request)
    }
}
