public import Engine
import HTTP

extension HTTPUpstream: EmbeddingUpstream {
    /// Room for 2,048 embeddings of 1,536 numbers in digits.
    private static let embeddingsLimit = 48 << 20

    public func embed(_ body: [UInt8], with model: Model) async throws(UpstreamTrouble) -> [UInt8] {
        var request = request(body, to: model, path: "/embeddings")
        request.maximumBodyBytes = Self.embeddingsLimit
        let response: ClientResponse
        do {
            response = try await client.send(request)
        } catch {
            throw UpstreamTrouble(error)
        }
        guard response.status.rawValue == 200 else { throw await Self.refusal(of: response) }
        do {
            return try await response.collect(upTo: Self.embeddingsLimit)
        } catch {
            throw UpstreamTrouble(error)
        }
    }
}
