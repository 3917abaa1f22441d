public import Engine

/// L2 on a Redis: answers under keys of its own, which expire there by themselves.
///
/// Every call throws a `TierError` when it does not work, within the timeout, and the next one tries again.
public final class RedisTier: CacheTier {
    public let name = "l2"
    private let pool: RedisPool
    private let address: RedisAddress
    private let prefix: String
    private let clock: any EngineClock

    /// Connects when it is first used.
    /// - Parameters:
    ///   - namespace: what all keys begin with; `purge` removes these and no others.
    ///   - connections: each has a thread.
    ///   - timeout: for a call in all, connecting included.
    /// - Throws: when its threads cannot be started.
    public init(
        _ address: RedisAddress, namespace: String = "beast", connections: Int = 2,
        timeout: Duration = .milliseconds(100), clock: any EngineClock
    ) throws {
        self.address = address
        self.clock = clock
        prefix = TierKey.prefix(namespace)
        pool = try RedisPool(address, connections: connections, timeout: timeout)
    }

    deinit { close() }

    public func answer(for key: CacheKey) async throws -> KeptAnswer? {
        let name = Array((prefix + TierKey.name(key)).utf8)
        switch try await pool.run(RedisCommand([Array("GET".utf8), name])) {
        case .null: return nil
        case .bytes(let bytes):
            guard let answer = AnswerCoding.answer(bytes, for: key) else { throw try await remove(name) }
            return answer.expiresAt > clock.milliseconds ? answer : nil
        case .error("WRONGTYPE"): throw try await remove(name)
        case .error(let code): throw RedisFailure.reply(code, address)
        default: throw RedisFailure.unexpected(address)
        }
    }

    public func keep(_ answer: KeptAnswer, for key: CacheKey) async throws {
        let lifetime = answer.expiresAt - clock.milliseconds
        guard lifetime > 0 else { return }
        let arguments = [
            Array("SET".utf8), Array((prefix + TierKey.name(key)).utf8), AnswerCoding.bytes(of: answer, for: key),
            Array("PX".utf8), Array(String(lifetime).utf8),
        ]
        let reply = try await pool.run(RedisCommand(arguments))
        try check(reply)
        guard reply == .status("OK") else { throw RedisFailure.unexpected(address) }
    }

    /// What the whole of Redis holds, with what others keep there: only Redis itself knows what takes memory and what had
    /// to go since it was started.
    public func contents() async throws -> TierContents? {
        let size = try await pool.run(RedisCommand([Array("DBSIZE".utf8)]))
        try check(size)
        let information = try await pool.run(RedisCommand([Array("INFO".utf8)]))
        try check(information)
        guard case .integer(let keys) = size, case .bytes(let text) = information else {
            throw RedisFailure.unexpected(address)
        }
        let facts = Self.facts(String(decoding: text, as: UTF8.self))
        return TierContents(
            entries: Int(keys), bytes: facts["used_memory"] ?? 0, capacity: facts["maxmemory"] ?? 0,
            evictions: facts["evicted_keys"].map { UInt64($0) })
    }

    /// The whole numbers of what `INFO` says, a line of `name:value` each.
    private static func facts(_ text: String) -> [String: Int] {
        text.split(whereSeparator: \.isNewline).reduce(into: [:]) { facts, line in
            let parts = line.split(separator: ":", maxSplits: 1)
            if parts.count == 2, let value = Int(parts[1]), value >= 0 { facts[String(parts[0])] = value }
        }
    }

    public func purge() async throws {
        var cursor = Array("0".utf8)
        repeat {
            let scan = RedisCommand([
                Array("SCAN".utf8), cursor, Array("MATCH".utf8), Array((TierKey.escaped(prefix) + "*").utf8),
                Array("COUNT".utf8), Array("500".utf8),
            ])
            let reply = try await pool.run(scan)
            try check(reply)
            guard case .array(let parts) = reply, parts.count == 2, case .bytes(let next) = parts[0],
                case .array(let found) = parts[1]
            else { throw RedisFailure.unexpected(address) }
            let names = found.compactMap { if case .bytes(let name) = $0 { name } else { nil } }
            if !names.isEmpty { try check(await pool.run(RedisCommand([Array("UNLINK".utf8)] + names))) }
            cursor = next
        } while cursor != Array("0".utf8)
    }

    /// Ends the connections. Later calls throw `closed`.
    public func close() { pool.close() }

    /// Removes what is not ours but lies under our name.
    /// - Returns: the error to throw about it.
    private func remove(_ name: [UInt8]) async throws -> TierError {
        try check(await pool.run(RedisCommand([Array("UNLINK".utf8), name])))
        return RedisFailure.garbage("\(address)")
    }

    private func check(_ reply: RedisReply) throws(TierError) {
        if case .error(let code) = reply { throw RedisFailure.reply(code, address) }
    }
}
