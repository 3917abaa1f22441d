/// What a kept answer's record and headers need of it, so that an answer given whole need not be read again.
struct AnswerFacts: Sendable, Hashable {
    /// The name it was asked by; `nil` when it has none.
    let model: String?
    let usage: Usage

    init(model: String?, usage: Usage) {
        self.model = model
        self.usage = usage
    }

    /// - Returns: `nil` for what is no answer (any more).
    init?(of answer: KeptAnswer) {
        if let facts = answer.facts {
            self = facts
            return
        }
        do {
            let completion = try Completion(parsing: answer.body)
            self.init(model: completion.json["model"]?.stringValue, usage: completion.usage ?? .none)
        } catch {
            return nil
        }
    }
}
