public import Engine
import FoundationEssentials
public import HTTP
import JSON

/// L2 at Upstash, over its REST interface: `Authorization: Bearer`, a JSON array as the command to `/`, several to
/// `/pipeline`. Values are in base64, as JSON holds no bytes.
///
/// Every call throws a `TierError` when it does not work, within the timeout, and the next one tries again.
public final class UpstashTier: CacheTier {
    public let name = "l2"
    private let upstash: UpstashClient
    private let address: UpstashAddress
    private let prefix: String
    private let clock: any EngineClock

    /// - Parameters:
    ///   - namespace: what all keys begin with; `purge` removes these and no others.
    ///   - timeout: for a request in all.
    public init(
        _ address: UpstashAddress, namespace: String = "beast", timeout: Duration = .seconds(1),
        client: Client = Client(), clock: any EngineClock
    ) {
        self.address = address
        self.clock = clock
        prefix = TierKey.prefix(namespace)
        upstash = UpstashClient(address, client: client, timeout: timeout)
    }

    public func answer(for key: CacheKey) async throws -> KeptAnswer? {
        let name = prefix + TierKey.name(key)
        let result: JSON
        do {
            result = try await upstash.run(["GET", name])
        } catch let error as TierError where error.kind == .garbage {
            throw try await remove(name)
        }
        if result.isNull { return nil }
        guard let text = result.stringValue, let data = Data(base64Encoded: text),
            let answer = AnswerCoding.answer(Array(data), for: key)
        else { throw try await remove(name) }
        return answer.expiresAt > clock.milliseconds ? answer : nil
    }

    public func keep(_ answer: KeptAnswer, for key: CacheKey) async throws {
        let lifetime = answer.expiresAt - clock.milliseconds
        guard lifetime > 0 else { return }
        let value = Data(AnswerCoding.bytes(of: answer, for: key)).base64EncodedString()
        _ = try await upstash.run(["SET", prefix + TierKey.name(key), value, "PX", String(lifetime)])
    }

    public func purge() async throws {
        var cursor = "0"
        repeat {
            let page = try await upstash.run(
                ["SCAN", cursor, "MATCH", TierKey.escaped(prefix) + "*", "COUNT", "500"])
            guard let next = page[0]?.stringValue ?? page[0]?.integerValue.map({ String($0) }),
                let names = page[1]?.arrayValue
            else { throw UpstashFailure.malformed(address) }
            if !names.isEmpty { _ = try await upstash.run(["UNLINK"] + names.compactMap(\.stringValue)) }
            cursor = next
        } while cursor != "0"
    }

    /// Removes what is not ours but lies under our name.
    /// - Returns: the error to throw about it.
    private func remove(_ name: String) async throws -> TierError {
        _ = try await upstash.run(["UNLINK", name])
        return RedisFailure.garbage("\(address)")
    }
}
