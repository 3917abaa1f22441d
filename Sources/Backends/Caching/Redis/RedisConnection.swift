internal import CHiredis
import Glibc

/// One connection to a Redis. It stays with the thread that made it.
///
/// After an error it must not be used again: what comes next may be the answer to something else.
final class RedisConnection {
    private let context: UnsafeMutablePointer<redisContext>
    private let address: RedisAddress

    /// Connects and signs in.
    /// - Parameter deadline: in nanoseconds of the monotonic clock. Looking the host's name up is not bounded by it.
    init(_ address: RedisAddress, deadline: Int64) throws(TierError) {
        self.address = address
        guard
            let context = redisConnectWithTimeout(address.host, Int32(address.port), Self.remaining(until: deadline))
        else { throw RedisFailure.noMemory }
        self.context = context
        guard context.pointee.err == 0 else { throw failure() }
        // Commands are written with this patience; reading has the deadline's.
        redisSetTimeout(context, Self.remaining(until: deadline))
        redisEnableKeepAlive(context)
        try signIn(deadline)
    }

    deinit { redisFree(context) }

    /// Sends commands together and reads the answers in their order.
    /// - Parameter answered: called for each, with its position.
    func run(
        _ commands: [RedisCommand], deadline: Int64, answered: (Int, RedisReply) -> Void
    ) throws(TierError) {
        for command in commands {
            let bytes = command.encoded
            let code = bytes.withUnsafeBufferPointer { bytes in
                bytes.withMemoryRebound(to: CChar.self) {
                    redisAppendFormattedCommand(context, $0.baseAddress, $0.count)
                }
            }
            guard code == REDIS_OK else { throw failure() }
        }
        var isWritten: Int32 = 0
        while isWritten == 0 {
            try wait(for: POLLOUT, until: deadline)
            guard redisBufferWrite(context, &isWritten) == REDIS_OK else { throw failure() }
        }
        for position in commands.indices { answered(position, try read(until: deadline)) }
    }

    private func signIn(_ deadline: Int64) throws(TierError) {
        if let password = address.password {
            let words = ["AUTH"] + (address.user.map { [$0] } ?? []) + [password]
            try expectOK(RedisCommand(words.map { Array($0.utf8) }), deadline, orElse: RedisFailure.signIn(address))
        }
        if address.database != 0 {
            try expectOK(
                RedisCommand("SELECT", String(address.database)), deadline, orElse: RedisFailure.database(address))
        }
    }

    private func expectOK(_ command: RedisCommand, _ deadline: Int64, orElse failure: TierError) throws(TierError) {
        var reply = RedisReply.null
        try run([command], deadline: deadline) { reply = $1 }
        guard case .error(let code) = reply else { return }
        // "ERR" says no more than that it failed; codes of their own say why.
        throw code == "ERR" ? failure : RedisFailure.reply(code, address)
    }

    private func read(until deadline: Int64) throws(TierError) -> RedisReply {
        while true {
            var reply: UnsafeMutableRawPointer?
            guard redisGetReplyFromReader(context, &reply) == REDIS_OK else { throw failure() }
            if let reply {
                defer { freeReplyObject(reply) }
                return RedisReply(reply.assumingMemoryBound(to: redisReply.self).pointee)
            }
            try wait(for: POLLIN, until: deadline)
            guard redisBufferRead(context) == REDIS_OK else { throw failure() }
        }
    }

    private func wait(for event: Int32, until deadline: Int64) throws(TierError) {
        var descriptor = pollfd(fd: context.pointee.fd, events: Int16(event), revents: 0)
        while true {
            let left = deadline - SystemClock().nanoseconds
            guard left > 0 else { throw RedisFailure.timeout(address) }
            let ready = poll(&descriptor, 1, Int32(min(left / 1_000_000 + 1, 3_600_000)))
            if ready > 0 { return }
            if ready == 0 { throw RedisFailure.timeout(address) }
            guard errno == EINTR else { throw RedisFailure.broken(address, String(cString: strerror(errno))) }
        }
    }

    private func failure() -> TierError {
        let words = withUnsafePointer(to: &context.pointee.errstr) { text in
            text.withMemoryRebound(to: CChar.self, capacity: 128) { String(cString: $0) }
        }
        switch context.pointee.err {
        case REDIS_ERR_PROTOCOL: return RedisFailure.malformed(address)
        case REDIS_ERR_OOM: return RedisFailure.noMemory
        case REDIS_ERR_IO where errno == EAGAIN || errno == ETIMEDOUT: return RedisFailure.timeout(address)
        case _ where words.hasSuffix("timed out"): return RedisFailure.timeout(address)
        default: return RedisFailure.broken(address, words)
        }
    }

    private static func remaining(until deadline: Int64) -> timeval {
        // A timeout of nothing would mean none.
        let left = max(deadline - SystemClock().nanoseconds, 1_000_000)
        return timeval(tv_sec: Int(left / 1_000_000_000), tv_usec: Int(left % 1_000_000_000 / 1_000))
    }
}
