import Engine
import HTTP
import JSON

/// The cache of the running server, for its commands.
enum CacheAPI {
    /// `GET /api/v1/cache`: every tier and the index of questions.
    static func show(_ request: Request, control: Control) throws -> Reply {
        let router = control.router
        return .later {
            let tiers = await router.cache.report()
            let semantic: JSON =
                router.semantic.map { cache in
                    [
                        "state": "on", "entries": .integer(Int64(cache.count)),
                        "threshold": .number((Double(cache.threshold) * 10_000).rounded() / 10_000), "reason": nil,
                    ]
                } ?? [
                    "state": "off", "entries": 0, "threshold": nil,
                    "reason": control.exactOnly.map { .string($0) } ?? .null,
                ]
            return .json(
                JSON.object(["tiers": .array(tiers.map(\.json)), "semantic": semantic]).bytes, cache: .noStore)
        }
    }

    /// `DELETE /api/v1/cache`: empties every tier and the index. What could not be emptied is the outcome, tier by tier.
    static func purge(_ request: Request, control: Control) throws -> Reply {
        let router = control.router
        return .later {
            let failures = await router.cache.purge()
            router.semantic?.forgetAll()
            let failed = failures.map { failure -> JSON in
                ["tier": .string(failure.tier), "error": .string("\(failure.error)")]
            }
            return .json(JSON.object(["failures": .array(failed)]).bytes, cache: .noStore)
        }
    }
}

extension TierReport {
    public var json: JSON {
        func number(_ value: Int?) -> JSON { value.map { .integer(Int64($0)) } ?? .null }
        return [
            "tier": .string(name), "state": .string(state.rawValue), "entries": number(contents?.entries),
            "bytes": number(contents?.bytes), "capacity": number(contents?.capacity),
            "hits": .integer(Int64(hits)), "misses": .integer(Int64(misses)), "failures": .integer(Int64(failures)),
            "lastError": lastError.map { .string($0) } ?? .null,
        ]
    }
}
