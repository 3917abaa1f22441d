extension KeyLimits {
    /// How many names an error tells.
    private static let told = 10

    /// What somebody is told who asks for a model that the key may not use.
    ///
    /// It is the same, and what OpenAI answers with for a model that there is not, whether there is one of that name or
    /// not: a key tells nothing of models it may not use. Whoever owns it reads from the tip which ones it may.
    func refusal(of model: String) -> RouterError {
        // Nobody has a name of a megabyte.
        Self.refusal("There is no model “\(model.prefix(100))” for this key.", tip: tip)
    }

    /// What somebody is told whose key may use nothing that can do what the request needs.
    var nothingFits: RouterError {
        Self.refusal("None of the models that this key may use can take this request.", tip: tip)
    }

    private static func refusal(_ message: String, tip: String) -> RouterError {
        RouterError(
            status: 404, message, type: "invalid_request_error", param: "model", code: StoredRequest.unknownModel,
            tip: tip, source: .request)
    }

    private var tip: String {
        guard let models, !models.isEmpty else { return "Ask whoever gave you the key to allow a model." }
        let names = models.prefix(Self.told).map { "“\($0)”" }.joined(separator: ", ")
        return models.count > Self.told
            ? "It may use \(names) and others, which GET /v1/models lists." : "It may use \(names)."
    }
}
