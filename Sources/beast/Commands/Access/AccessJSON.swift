import Access
import JSON
import Roadmap

/// Accounts and tokens for programs.
enum AccessJSON {
    static func list(_ accounts: [Account]) -> JSON {
        .array(
            accounts.map {
                [
                    "name": .string($0.name), "role": .string($0.role.rawValue),
                    "createdAt": .string($0.createdAt.rfc3339),
                ]
            })
    }

    static func list(_ tokens: [AccessToken]) -> JSON { .array(tokens.map { token($0) }) }

    /// - Parameter text: the token itself, when it was made just now.
    static func token(_ token: AccessToken, text: String? = nil) -> JSON {
        var members: JSON.Object = [:]
        if let text { members["token"] = .string(text) }
        members["name"] = .string(token.name)
        members["prefix"] = .string(token.prefix)
        members["scopes"] = .array(token.grant.scopes.list.map { .string($0.rawValue) })
        members["metrics"] = names(token.grant.metrics)
        members["models"] = names(token.grant.models)
        members["tenant"] = .string(token.grant.tenant)
        members["requestsPerMinute"] = number(token.grant.requestsPerMinute)
        members["tokensPerMinute"] = number(token.grant.tokensPerMinute)
        members["createdBy"] = .string(token.createdBy)
        members["createdAt"] = .string(token.createdAt.rfc3339)
        members["expiresAt"] = instant(token.expiresAt)
        members["revokedAt"] = instant(token.revokedAt)
        members["usedAt"] = instant(token.usedAt)
        members["address"] = token.address.isEmpty ? .null : .string(token.address)
        return .object(members)
    }

    private static func names(_ names: Set<String>?) -> JSON {
        names.map { .array($0.sorted().map { .string($0) }) } ?? .null
    }

    private static func number(_ number: Int?) -> JSON { number.map { .integer(Int64($0)) } ?? .null }

    private static func instant(_ instant: Instant?) -> JSON { instant.map { .string($0.rfc3339) } ?? .null }
}
