import HTTP
import JSON
import Synchronization

/// Sends commands to Upstash. Those that come while its few requests are under way go together in the next one, as a
/// pipeline: in their order, not atomic.
final class UpstashClient: Sendable {
    private struct Call: Sendable {
        let command: JSON
        let continuation: CheckedContinuation<JSON, any Error>
    }

    private struct State {
        var waiting: [Call] = []
        var requests = 0
    }

    private static let requests = 4
    private static let batch = 64
    private static let largestBatch = 4 << 20
    private static let longestQueue = 4_096
    private static let largestAnswer = 64 << 20

    private let address: UpstashAddress
    private let client: Client
    private let timeout: Duration
    private let state = Mutex(State())

    init(_ address: UpstashAddress, client: Client, timeout: Duration) {
        self.address = address
        self.client = client
        self.timeout = timeout
    }

    /// A command's result.
    /// - Throws: `TierError`, also when the result is an error.
    func run(_ command: [String]) async throws -> JSON {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<JSON, any Error>) in
            let call = Call(command: .array(command.map { .string($0) }), continuation: continuation)
            let (isRefused, isFirst) = state.withLock { state in
                guard state.waiting.count < Self.longestQueue else { return (true, false) }
                state.waiting.append(call)
                guard state.requests < Self.requests else { return (false, false) }
                state.requests += 1
                return (false, true)
            }
            if isRefused {
                continuation.resume(throwing: UpstashFailure.unreachable(address, ClientError(.totalTimeout, "")))
            }
            if isFirst { Task { await self.sendWaiting() } }
        }
    }

    private func sendWaiting() async {
        while let calls = nextCalls() {
            do throws(TierError) {
                let results = try await send(calls.map(\.command))
                for (call, result) in zip(calls, results) { call.continuation.resume(with: result) }
            } catch {
                for call in calls { call.continuation.resume(throwing: error) }
            }
        }
    }

    private func nextCalls() -> [Call]? {
        state.withLock { state in
            guard !state.waiting.isEmpty else {
                state.requests -= 1
                return nil
            }
            var bytes = 0
            let count = state.waiting.prefix(Self.batch).prefix { call in
                bytes += call.command.arrayValue?.last?.stringValue?.utf8.count ?? 0
                return bytes <= Self.largestBatch
            }.count
            let calls = Array(state.waiting.prefix(max(1, count)))
            state.waiting.removeFirst(calls.count)
            return calls
        }
    }

    private func send(_ commands: [JSON]) async throws(TierError) -> [Result<JSON, any Error>] {
        guard commands.count > 1 else {
            return [result(try await post(commands[0], to: "/"))]
        }
        let answer = try await post(.array(commands), to: "/pipeline")
        guard let results = answer.arrayValue, results.count == commands.count else {
            throw UpstashFailure.malformed(address)
        }
        return results.map(result)
    }

    private func result(_ answer: JSON) -> Result<JSON, any Error> {
        if let error = answer["error"]?.stringValue { return .failure(UpstashFailure.reply(error, address)) }
        guard let result = answer["result"] else { return .failure(UpstashFailure.malformed(address)) }
        return .success(result)
    }

    private func post(_ body: JSON, to path: String) async throws(TierError) -> JSON {
        var request = ClientRequest(
            .post, address.url + path,
            headers: ["Authorization": "Bearer \(address.token)", "Content-Type": "application/json"],
            body: body.bytes, maximumBodyBytes: Self.largestAnswer)
        request.timeouts.total = timeout
        let status: Int
        let bytes: [UInt8]
        do throws(ClientError) {
            let response = try await client.send(request)
            status = response.status.rawValue
            bytes = try await response.collect(upTo: Self.largestAnswer)
        } catch {
            throw UpstashFailure.unreachable(address, error)
        }
        let answer: JSON
        do {
            answer = try JSON(parsing: bytes)
        } catch {
            throw status == 200 ? UpstashFailure.malformed(address) : UpstashFailure.status(status, nil, address)
        }
        guard status == 200 else { throw UpstashFailure.status(status, answer["error"]?.stringValue, address) }
        return answer
    }
}
