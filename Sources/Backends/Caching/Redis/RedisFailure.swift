/// What Redis, or the way to it, does wrong, in words. None of them holds a password, a key or a value.
enum RedisFailure {
    static let noMemory = TierError(.refused, "There is no memory for a Redis connection.", tip: "Free some memory.")

    static let closed = TierError(.closed, "The Redis tier is closed.", tip: "Open it again.")

    static func timeout(_ address: RedisAddress) -> TierError {
        TierError(
            .timeout, "\(address) did not answer in time.",
            tip: "See whether it is overloaded or far away, or raise the tier's timeout.")
    }

    static func broken(_ address: RedisAddress, _ reason: String) -> TierError {
        TierError(
            .unreachable, "There is no connection to \(address) (\(reason)).",
            tip: "Verify REDIS_URL, that Redis is running, and that the network lets you through.")
    }

    static func malformed(_ address: RedisAddress) -> TierError {
        TierError(
            .malformed, "What answers at \(address) does not speak Redis' protocol.",
            tip: "Verify the host and port in REDIS_URL.")
    }

    static func signIn(_ address: RedisAddress) -> TierError {
        TierError(
            .unauthorized, "\(address) does not accept the user or password.",
            tip: "Check the user and password in REDIS_URL; a Redis without a password wants none.")
    }

    static func database(_ address: RedisAddress) -> TierError {
        TierError(
            .configuration, "\(address) has no database of that number.",
            tip: "Lower the number at the end of REDIS_URL, or raise `databases` in redis.conf.")
    }

    static func garbage(_ name: String) -> TierError {
        TierError(
            .garbage, "A value in \(name) was not one of this program's; it has been removed.",
            tip: "See who else writes keys that begin with beast:, and give each program a database of its own.")
    }

    static func unexpected(_ address: RedisAddress) -> TierError {
        TierError(
            .malformed, "\(address) gave an answer that does not fit the question.",
            tip: "Verify that REDIS_URL names a Redis.")
    }

    /// An error reply, by its code.
    static func reply(_ code: String, _ address: RedisAddress) -> TierError {
        switch code {
        case "OOM":
            TierError(
                .full, "\(address) is full (OOM).",
                tip: "Raise its `maxmemory`, or set `maxmemory-policy` to allkeys-lru.")
        case "READONLY":
            TierError(
                .unavailable, "\(address) is a replica and only reads (READONLY).", tip: "Name its master in REDIS_URL."
            )
        case "LOADING":
            TierError(
                .unavailable, "\(address) is loading its data (LOADING).", tip: "Wait; it is tried again by itself.")
        case "MISCONF", "MASTERDOWN", "BUSY", "CLUSTERDOWN", "TRYAGAIN", "NOREPLICAS":
            TierError(.unavailable, "\(address) does not work just now (\(code)).", tip: "See Redis' own log.")
        case "NOAUTH", "WRONGPASS":
            TierError(
                .unauthorized, "\(address) wants a user and password, or others (\(code)).",
                tip: "Check the user and password in REDIS_URL.")
        case "NOPERM":
            TierError(
                .unauthorized, "The user at \(address) lacks a right (NOPERM).",
                tip: "Allow it GET, SET, SCAN and UNLINK on keys that begin with beast:.")
        case "MOVED", "ASK":
            TierError(
                .refused, "\(address) is part of a cluster (\(code)), which this tier does not follow.",
                tip: "Name a Redis that is none, or a proxy before the cluster.")
        default:
            TierError(
                .refused, "\(address) refused a command (\(code.isEmpty ? "no code" : code)).",
                tip: "See Redis' own log, and that it is of version 4 or later.")
        }
    }
}
