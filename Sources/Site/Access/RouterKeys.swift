import Access
import Engine
import Synchronization

/// Tokens for `chat` as the router's keys: whose requests they are, and what they may use.
public final class RouterKeys: IssuedKeys {
    private let book: AccessBook
    private let clock: any EngineClock
    /// By the tokens' ids. What a token may do never changes; one that is revoked is never asked for again.
    private let grants = Mutex<[Int64: KeyGrant]>([:])

    public init(_ book: AccessBook, clock: any EngineClock) {
        self.book = book
        self.clock = clock
    }

    public func standing(of key: Substring?) -> ShownKey {
        guard let key, AccessToken.isMarked(key) else { return .foreign }
        switch book.principal(token: key, from: nil) {
        case .good(let principal): return standing(of: principal) ?? .foreign
        case .over(let reason):
            return .refused(Self.refusal(401, reason, tip: "Ask whoever gave it to you for a new one."))
        case .unknown:
            return .refused(
                Self.refusal(
                    401, "That token lets nobody in.", tip: "Copy it again in full, or ask for a new one."))
        }
    }

    public func standing(of principal: Principal) -> ShownKey? {
        guard case .token(let token) = principal.kind else { return nil }
        guard principal.may(.chat) else {
            return .refused(
                Self.refusal(
                    403, "The token \(token.prefix)… may not send requests to models.",
                    tip: "It needs the scope chat; an administrator makes such tokens."))
        }
        return .granted(grant(of: token))
    }

    private func grant(of token: AccessToken) -> KeyGrant {
        grants.withLock { grants in
            if let known = grants[token.id] { return known }
            let limits = KeyLimits(
                requestsPerMinute: token.grant.requestsPerMinute, tokensPerMinute: token.grant.tokensPerMinute,
                models: token.grant.models?.sorted())
            let grant = KeyGrant(
                name: token.name, tenant: token.grant.tenant.isEmpty ? token.prefix : token.grant.tenant,
                limits: limits, meter: KeyMeter(clock: clock))
            grants[token.id] = grant
            return grant
        }
    }

    private static func refusal(_ status: Int, _ message: String, tip: String) -> RouterError {
        RouterError(
            status: status, message, type: "invalid_request_error", code: "invalid_api_key", tip: tip, source: .request)
    }
}
