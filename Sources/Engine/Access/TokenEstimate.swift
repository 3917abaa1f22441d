import JSON

/// How many tokens a request will take of a model, as far as can be told before.
struct TokenEstimate: Sendable, Hashable {
    let input: Int64
    let output: Int64

    /// What an answer is thought to take when the request sets it no bound: as long as the usual one, for without that
    /// requests at the same time would pass the limit by all of their answers.
    static let usualOutput: Int64 = 256

    init(input: Int64, output: Int64) {
        self.input = max(1, input)
        self.output = output
    }

    /// Of a chat: four bytes of text a token, and as many as each of the answers may have.
    init(_ request: ChatRequest) {
        let longest =
            (request.body["max_completion_tokens"]?.integerValue ?? request.body["max_tokens"]?.integerValue)
            .map { Int64($0) } ?? Self.usualOutput
        let (output, isTooMany) = longest.multipliedReportingOverflow(
            by: Int64(request.body["n"]?.integerValue ?? 1))
        self.init(
            input: Int64(request.estimatedTokens),
            output: isTooMany ? RateBucket.highest : min(output, RateBucket.highest))
    }

    /// Of embeddings, which have no output.
    init(_ request: EmbeddingRequest) {
        switch request.input {
        case .texts(let texts): self.init(input: Int64(texts.reduce(0) { $0 + $1.utf8.count / 4 + 1 }), output: 0)
        case .tokens:
            let lists = request.body["input"]?.arrayValue ?? []
            self.init(input: Int64(lists.reduce(0) { $0 + ($1.arrayValue?.count ?? 1) }), output: 0)
        }
    }

    /// What is taken of a limit. Input that is larger than the limit never fits; an answer that may be is given what there
    /// is at most, and what it took beyond that is made up for afterwards.
    func taken(under limit: Int) -> Int64 { max(input, min(input + output, Int64(limit))) }
}
