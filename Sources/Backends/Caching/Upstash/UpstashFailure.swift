import HTTP
import JSON

/// What Upstash, or the way to it, does wrong, in words. None of them holds the token, a key or a value.
enum UpstashFailure {
    static func unreachable(_ address: UpstashAddress, _ error: ClientError) -> TierError {
        switch error.kind {
        case .connectTimeout, .firstByteTimeout, .idleTimeout, .totalTimeout:
            TierError(
                .timeout, "\(address) did not answer in time.",
                tip: "Check the network, choose a region nearer by, or raise the tier's timeout.")
        case .malformed, .tooLarge: malformed(address)
        default:
            TierError(
                .unreachable, "There is no connection to \(address): \(error.message)",
                tip: "Verify UPSTASH_REDIS_REST_URL, and that the network lets you through.")
        }
    }

    static func malformed(_ address: UpstashAddress) -> TierError {
        TierError(
            .malformed, "What answers at \(address) does not speak Upstash's REST protocol.",
            tip: "Verify UPSTASH_REDIS_REST_URL.")
    }

    static func status(_ status: Int, _ said: String?, _ address: UpstashAddress) -> TierError {
        switch status {
        case 401, 403: unauthorized(address)
        case 429:
            TierError(.unavailable, "\(address) limits its rate.", tip: "Wait, or raise the database's plan.")
        case 500...:
            TierError(
                .unavailable, "\(address) has trouble of its own (status \(status)).",
                tip: "Wait; it is tried again by itself.")
        default: said.map { reply($0, address) } ?? malformed(address)
        }
    }

    /// An error that a command was answered with. Only its code and what it is about are passed on: the rest may repeat
    /// what was sent.
    static func reply(_ said: String, _ address: UpstashAddress) -> TierError {
        let code = String(said.prefix { $0.isASCII && $0.isUppercase }.prefix(20))
        if said.contains("max") && (said.contains("limit") || said.contains("size") || said.contains("exceeded")) {
            return TierError(
                .full, "\(address) has reached a limit of its plan.",
                tip: "See the database's usage on its page, raise its plan, or switch eviction on.")
        }
        switch code {
        case "WRONGPASS", "NOAUTH": return unauthorized(address)
        case "OOM":
            return TierError(
                .full, "\(address) is full (OOM).", tip: "Switch the database's eviction on, or raise its plan.")
        case "NOPERM", "READONLY":
            return TierError(
                .unauthorized, "The token only reads (\(code)).",
                tip: "Copy the REST token that may write, not the read-only one.")
        case "WRONGTYPE": return RedisFailure.garbage("\(address)")
        default:
            return TierError(
                .refused, "\(address) refused a command (\(code.isEmpty ? "no code" : code)).",
                tip: "See the database's page.")
        }
    }

    private static func unauthorized(_ address: UpstashAddress) -> TierError {
        TierError(
            .unauthorized, "\(address) does not accept the token.",
            tip: "Check UPSTASH_REDIS_REST_TOKEN: it is the REST token, not the database's password.")
    }
}
