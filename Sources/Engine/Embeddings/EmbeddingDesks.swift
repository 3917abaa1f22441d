import Synchronization

/// How each model is doing at embeddings.
///
/// Apart from how it is doing at chats: a model that only chats answers every request for embeddings with an error, and
/// that must not open its circuit, nor may an embedding's few milliseconds pass for the latency of a chat.
final class EmbeddingDesks: Sendable {
    private let registry: ModelRegistry
    private let desks = Mutex<[String: ModelDesk]>([:])

    init(_ registry: ModelRegistry) {
        self.registry = registry
    }

    /// The desk of a model. One whose settings have changed begins anew.
    func desk(_ model: Model) -> ModelDesk {
        desks.withLock { desks in
            if let desk = desks[model.name], desk.model == model { return desk }
            // Models that are gone go here too.
            let names = Set(registry.models.map(\.name) + [BuiltInEmbeddings.modelName])
            desks = desks.filter { names.contains($0.key) }
            let desk = ModelDesk(model)
            desks[model.name] = desk
            return desk
        }
    }
}
