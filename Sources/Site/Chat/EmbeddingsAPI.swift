import Engine
import HTTP

/// OpenAI's embeddings, answered by the embedding router.
enum EmbeddingsAPI {
    /// `POST /v1/embeddings`. Never on the server's own threads: reading a megabyte of input would hold one up.
    static func create(_ request: Request, router: EmbeddingRouter, callers: ChatCaller) throws -> Reply {
        let caller = try callers.caller(of: request, noting: router.ledger)
        return .later { ChatAPI.response(try await router.answer(request.body, from: caller), caller) }
    }
}
