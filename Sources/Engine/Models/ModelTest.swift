import JSON

/// One tiny request to a model, to see whether it answers: once, past the cache and past its circuit.
public struct ModelTest: Sendable {
    /// What a model that answered took for it.
    public struct Outcome: Sendable, Hashable {
        /// To the end of the answer.
        public let milliseconds: Double
        public let usage: Usage
        /// In micro-cents.
        public let cost: Int64
        /// The answer's text.
        public let text: String
    }

    private let upstream: @Sendable (Model) -> any Upstream
    private let clock: any EngineClock

    public init(upstream: @escaping @Sendable (Model) -> any Upstream, clock: any EngineClock) {
        self.upstream = upstream
        self.clock = clock
    }

    /// - Throws: what went wrong at the model, with what to do about it.
    public func run(_ model: Model) async throws(RouterError) -> Outcome {
        let request: JSON = [
            "model": .string(model.upstreamID),
            "messages": [["role": "user", "content": "Answer with the single word: hello"]],
        ]
        let began = clock.nanoseconds
        do throws(UpstreamTrouble) {
            let completion = try await answer(request.bytes, of: model)
            let usage = completion.usage ?? .none
            return Outcome(
                milliseconds: Double(clock.nanoseconds - began) / 1_000_000, usage: usage,
                cost: usage.cost(at: model.price),
                text: completion.json["choices"]?[0]?["message"]?["content"]?.stringValue ?? "")
        } catch {
            throw error.error(at: model)
        }
    }

    /// Runs it as a request of its own on record.
    public func run(
        _ model: Model, as opening: RequestOpening, in ledger: Ledger
    ) async throws(RouterError) -> Outcome {
        let entry = ledger.open(opening)
        do {
            let outcome = try await run(model)
            var record = RequestRecord()
            (record.modelServed, record.attempts) = (model.name, 1)
            (record.usage, record.cost) = (outcome.usage, outcome.cost)
            entry.close(record)
            return outcome
        } catch {
            entry.close(.failed(error, attempts: 1, cache: .bypass))
            throw error
        }
    }

    private func answer(_ body: [UInt8], of model: Model) async throws(UpstreamTrouble) -> Completion {
        switch try await upstream(model).send(body, to: model, isStreamed: false) {
        case .whole(let bytes): return try Completion(parsing: bytes)
        // Nobody streams what was not asked to be.
        case .stream: throw .malformed
        }
    }
}
