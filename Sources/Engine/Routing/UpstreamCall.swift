import JSON

/// Makes the calls that a request needs until one of them answers.
struct UpstreamCall: Sendable {
    let choice: ModelChoice
    let upstream: @Sendable (Model) -> any Upstream
    let clock: any EngineClock

    /// An answer that has begun.
    struct Begun: Sendable {
        enum Answer: Sendable {
            case whole(Completion)
            /// The events read so far, the reader that has read them, and the stream they come from.
            case stream([JSON], EventReader, any UpstreamStream)
        }

        let answer: Answer
        let place: DeskPlace
        let tally: Tally
        /// What was taken of the key's limit for it.
        var hold: TokenHold?
    }

    /// What a request's calls took.
    struct Tally: Sendable, Hashable {
        var attempts = 0
        /// Milliseconds spent waiting for a place at a model.
        var queued = 0.0
        /// Milliseconds that the upstreams took.
        var waited = 0.0
        /// Why the first of the models that were tried gave no answer; `nil` while that one is at it.
        var trouble: RouterError?
    }

    /// Tries the candidates in their order, each more than once where that may help. Nothing has reached the client yet,
    /// so that every failure may still fall over to the next.
    /// - Parameter tally: counts calls and times, for the record of a request that fails too.
    func begin(
        _ request: ChatRequest, at candidates: [ModelDesk], tally: inout Tally
    ) async throws(RouterError) -> Begun {
        var last: RouterError?
        for desk in candidates {
            tally.trouble = tally.trouble ?? last
            let body = request.body(for: desk.model.upstreamID)
            for attempt in 1...Retry.attemptsPerModel {
                let trouble: UpstreamTrouble
                switch await self.attempt(body, request, at: desk, tally: &tally) {
                case .success(let (answer, place)): return Begun(answer: answer, place: place, tally: tally)
                case .failure(let failure): trouble = failure
                }
                // A circuit that this very request has opened is not the reason.
                if attempt == 1 || trouble != .circuitOpen { last = trouble.error(at: desk.model) }
                guard trouble.isWorthAnotherAttempt else { throw trouble.error(at: desk.model) }
                guard attempt < Retry.attemptsPerModel, trouble.isPassing, trouble != .overloaded,
                    trouble != .circuitOpen,
                    let pause = Retry.pause(after: trouble, attempt: attempt, random: choice.random)
                else { break }
                do {
                    try await clock.sleep(milliseconds: pause)
                } catch {
                    throw .clientGone
                }
            }
        }
        throw last
            ?? RouterError(
                status: 503, "No model can take this request.", type: "service_unavailable", code: "no_model",
                tip: "Configure a model that can do what it needs, or ask for one by name.", source: .router)
    }

    /// One call of one model.
    private func attempt(
        _ body: [UInt8], _ request: ChatRequest, at desk: ModelDesk, tally: inout Tally
    ) async -> Result<(Begun.Answer, DeskPlace), UpstreamTrouble> {
        let arrival = clock.nanoseconds
        let place: DeskPlace
        do {
            place = try await DeskPlace(at: desk, clock: clock)
        } catch {
            return .failure(error)
        }
        let entry = clock.nanoseconds
        tally.queued += milliseconds(arrival, entry)
        tally.attempts += 1
        do {
            let answer = try await send(body, request, to: desk.model)
            let now = clock.nanoseconds
            let took = milliseconds(entry, now)
            tally.waited += took
            desk.upstream.succeeded(at: now)
            if case .whole = answer { place.leave(.succeeded(took)) }
            return .success((answer, place))
        } catch {
            let now = clock.nanoseconds
            tally.waited += milliseconds(entry, now)
            if error.countsAgainstUpstream {
                desk.upstream.failed(error.error(at: desk.model), at: now, wall: clock.milliseconds)
            }
            place.leave(error.countsAgainstUpstream ? .failed : .abandoned)
            return .failure(error)
        }
    }

    func send(
        _ body: [UInt8], _ request: ChatRequest, to model: Model
    ) async throws(UpstreamTrouble) -> Begun.Answer {
        switch try await upstream(model).send(body, to: model, isStreamed: request.isStreamed) {
        case .whole(let bytes): return .whole(try await Self.completion(bytes))
        case .stream(let stream):
            var reader = EventReader()
            var isSilent = true
            while let bytes = try await stream.next() {
                isSilent = isSilent && bytes.isEmpty
                let events = try Self.chunks(try reader.read(bytes))
                if events.first == .null { throw .malformed }
                if !events.isEmpty { return .stream(events, reader, stream) }
            }
            throw isSilent ? .reset : .malformed
        }
    }

    /// What takes long to read is read where nobody else waits for the thread.
    private static func completion(_ bytes: [UInt8]) async throws(UpstreamTrouble) -> Completion {
        guard bytes.count > longReading else { return try Completion(parsing: bytes) }
        let result = await withTaskExecutorPreference(globalConcurrentExecutor) {
            Result { () throws(UpstreamTrouble) in try Completion(parsing: bytes) }
        }
        return try result.get()
    }

    /// Bytes that take about a millisecond to read.
    private static let longReading = 128 << 10

    /// Events as JSON objects, `choices: null` as none; the end mark as null. An event that is an error is thrown.
    static func chunks(_ events: [[UInt8]]) throws(UpstreamTrouble) -> [JSON] {
        var chunks: [JSON] = []
        for event in events {
            if event == EventReader.done {
                chunks.append(.null)
                continue
            }
            let parsed: JSON
            do {
                parsed = try JSON(parsing: event)
            } catch {
                throw .malformed
            }
            guard var chunk = parsed.objectValue else { throw .malformed }
            if chunk["choices"] == .null { chunk["choices"] = .array([]) }
            chunks.append(.object(chunk))
            if let error = chunk["error"], error != .null {
                throw .status(
                    Int(error["code"]?.integerValue ?? 500), reason: error["message"]?.stringValue, retryAfter: nil)
            }
        }
        return chunks
    }

    private func milliseconds(_ from: Int64, _ to: Int64) -> Double { Double(to - from) / 1_000_000 }
}
