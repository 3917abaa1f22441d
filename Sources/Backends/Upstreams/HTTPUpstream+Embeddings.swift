public import Engine
import HTTP

extension HTTPUpstream: EmbeddingUpstream {
    /// Room for 2,048 embeddings of 1,536 numbers in digits.
    private static let embeddingsLimit = 48 << 20

    public func embed(_ body: [UInt8], with model: Model) async throws(UpstreamTrouble) -> [UInt8] {
        try await exchange(request(body, to: model, path: "/embeddings"), upTo: Self.embeddingsLimit)
    }
}
