import JSON

/// A request for embeddings in OpenAI's shape. What this program does not know of it is passed on as it came.
public struct EmbeddingRequest: Sendable {
    public enum Input: Sendable, Hashable {
        case texts([String])
        /// Numbers of word pieces, which mean something to one model only.
        case tokens
    }

    /// The body as it came.
    public let body: JSON.Object
    public let model: String
    public let input: Input

    /// How many inputs one request may have.
    public static let inputLimit = 2_048
    /// How many bytes of text all inputs together may have.
    public static let byteLimit = 1 << 20

    public init(_ json: JSON) throws(RouterError) {
        guard let body = json.objectValue else {
            throw .invalid("The body has to be a JSON object.", param: nil, tip: "Send {\"model\": …, \"input\": …}.")
        }
        self.body = body
        guard let model = body["model"]?.stringValue, !model.isEmpty else {
            throw .invalid(
                "A model is missing.", param: "model",
                tip: "Name one that GET /v1/models lists, such as \(BuiltInEmbeddings.modelName).",
                code: "missing_required_parameter")
        }
        self.model = model
        input = try Self.input(body["input"])
    }

    private static func input(_ json: JSON?) throws(RouterError) -> Input {
        switch json {
        case .string(let text)?:
            try check([text])
            return .texts([text])
        case .array(let elements)?:
            guard !elements.isEmpty else { throw empty("The input is an empty list.") }
            guard elements.count <= inputLimit || elements[0].integerValue != nil else {
                throw .invalid(
                    "\(elements.count) inputs are more than \(inputLimit).", param: "input",
                    tip: "Send them in several requests.")
            }
            if elements.allSatisfy({ $0.integerValue != nil }) { return .tokens }
            if elements.allSatisfy(isTokens) { return .tokens }
            var texts: [String] = []
            for (index, element) in elements.enumerated() {
                guard let text = element.stringValue else {
                    throw .invalid(
                        "Input \(index) is \(element.kind).", param: "input[\(index)]",
                        tip: "Send strings, or lists of token ids, and not both.")
                }
                texts.append(text)
            }
            try check(texts)
            return .texts(texts)
        case nil, .null?:
            throw .invalid(
                "The input is missing.", param: "input", tip: "Send a string or a list of strings.",
                code: "missing_required_parameter")
        case let other?:
            throw .invalid(
                "The input is \(other.kind).", param: "input", tip: "Send a string or a list of strings.")
        }
    }

    private static func isTokens(_ json: JSON) -> Bool {
        guard let tokens = json.arrayValue, !tokens.isEmpty else { return false }
        return tokens.allSatisfy { $0.integerValue != nil }
    }

    private static func check(_ texts: [String]) throws(RouterError) {
        if let index = texts.firstIndex(where: \.isEmpty) {
            throw empty(texts.count == 1 ? "The input is empty." : "Input \(index) is empty.")
        }
        let bytes = texts.reduce(0) { $0 + $1.utf8.count }
        guard bytes <= byteLimit else {
            throw .invalid(
                "The input has \(bytes) bytes, more than \(byteLimit).", param: "input",
                tip: "Send it in several requests.")
        }
    }

    private static func empty(_ message: String) -> RouterError {
        .invalid(message, param: "input", tip: "Send text that has at least one character, or leave it out.")
    }

    /// The body for an upstream that knows the model by `id`.
    func body(for id: String) -> [UInt8] {
        var body = body
        body["model"] = .string(id)
        return JSON.object(body).bytes
    }

    /// By what equal requests are known: everything but `user`, which changes no embedding.
    func key(tenant: String?, digest: ([UInt8]) -> [UInt8]) -> CacheKey {
        var members = body
        members["user"] = nil
        members["tenant"] = tenant.map { .string($0) } ?? .null
        // No JSON begins like this, so that no chat request has the same key.
        let key = digest(Array("embeddings ".utf8) + JSON.object(members).canonicalBytes)
        return CacheKey(partition: key, exact: key)
    }
}
