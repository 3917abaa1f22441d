import JSON

/// The built-in model `local:minilm`: all-MiniLM-L6-v2, computed in this program.
///
/// It reads the first 256 word pieces of a text, as the model does everywhere; what comes after is left out.
public struct BuiltInEmbeddings: Sendable {
    public static let modelName = "local:minilm"

    /// Requests that are computed in turns; as many again wait.
    public static let model = Model(
        name: modelName, endpoint: nil, upstreamID: modelName, weight: 0, concurrency: 8, isShared: true,
        capabilities: [])

    private let embedder: any SentenceEmbedder

    public init(_ embedder: any SentenceEmbedder) {
        self.embedder = embedder
    }

    /// Whether its weights are there.
    public var standing: EmbedderStanding { embedder.standing }

    /// - Throws: `RouterError` for what this model cannot do.
    func check(_ request: EmbeddingRequest) throws(RouterError) {
        if request.input == .tokens {
            throw .invalid(
                "\(Self.modelName) reads text, not token ids.", param: "input",
                tip:
                    "Send the text itself; a client that makes tokens of it can be told not to (in LangChain: check_embedding_ctx_length=False)."
            )
        }
        if let dimensions = request.body["dimensions"], dimensions != .null,
            dimensions.integerValue != Int64(embedder.dimensions)
        {
            throw .invalid(
                "\(Self.modelName) makes embeddings of \(embedder.dimensions) dimensions only.", param: "dimensions",
                tip: "Leave dimensions out, or use a model that makes shorter ones.")
        }
        guard request.isBase64 != nil else {
            throw .invalid(
                "The encoding format is neither float nor base64.", param: "encoding_format",
                tip: "Send float or base64, or leave it out.")
        }
    }

    func answer(_ request: EmbeddingRequest) async throws(RouterError) -> EmbeddingAnswer {
        try check(request)
        guard case .texts(let texts) = request.input else {
            throw Self.unavailable("It reads text alone.", "Send text.")
        }
        do {
            let embeddings = try await embedder.embed(texts, isUrgent: false)
            return EmbeddingAnswer(embeddings, model: Self.modelName, isBase64: request.isBase64 ?? false)
        } catch is CancellationError {
            throw .clientGone
        } catch {
            if case .off(let reason, let tip) = embedder.standing { throw Self.unavailable(reason, tip) }
            throw Self.unavailable("\(error)", "Try again shortly.", isRetryable: true)
        }
    }

    private static func unavailable(_ reason: String, _ tip: String, isRetryable: Bool = false) -> RouterError {
        RouterError(
            status: 503, "\(modelName) makes no embeddings now. \(reason)", type: "service_unavailable",
            code: "embedder_unavailable", tip: tip, source: .router, isRetryable: isRetryable)
    }
}

extension EmbeddingRequest {
    /// Whether embeddings are wanted in base64; `nil` for a format that nobody knows.
    fileprivate var isBase64: Bool? {
        switch body["encoding_format"] {
        case nil, .null?, "float"?: false
        case "base64"?: true
        default: nil
        }
    }
}
