import Engine
import HTTP
import JSON
import Roadmap

/// The warming of the running server's cache, for its commands.
enum WarmingAPI {
    /// `POST /api/v1/cache/warm`: warms the requests of `list`, a chat request's body on each line, or else those that are
    /// most valuable now.
    ///
    ///     {"list": …, "key": …, "budget": dollars, "limit": number, "dryRun": true}
    ///
    /// All may be missing. The answers to a list belong to those who show the API key, or to those who show none; without a
    /// budget it is what is left of the day's. What a line did wrong is its outcome and no
    /// error of this request. Money is in dollars.
    static func warm(_ request: Request, control: Control, callers: ChatCaller) throws -> Reply {
        guard let warmer = control.warmer else {
            throw HTTPError(
                .conflict, "Warming is switched off.", tip: "Set cache.warming.enabled to true and start again.")
        }
        let input = try APIRequest(request, fields: ["list", "key", "budget", "limit", "dryRun"])
        let budget = try amount(input, "budget", atMost: 1_000_000).map { Int64(($0 * 100_000_000).rounded()) }
        let limit = try amount(input, "limit", atMost: 1_000_000).map { Int($0) }
        let isDryRun = try input.flag("dryRun") ?? false
        let list = try input.text("list").map { WarmingList(Array($0.utf8)) }
        let tenant = try input.text("key").map { try callers.tenant(showing: $0) } ?? ChatCaller.local
        return .later {
            let report =
                if let list {
                    await warmer.warm(list, tenant: tenant, budget: budget, limit: limit, isDryRun: isDryRun)
                } else {
                    await warmer.warmMostValuable(budget: budget, limit: limit, isDryRun: isDryRun)
                }
            return .json(report.json.bytes, cache: .noStore)
        }
    }

    private static func amount(_ input: APIRequest, _ name: String, atMost bound: Double) throws -> Double? {
        guard let value = try input.number(name) else { return nil }
        guard (0...bound).contains(value) else {
            throw RoadmapError(
                .invalid, "The field “\(name)” has to be from 0 to \(Int(bound)).",
                tip: "Correct it and send it again.",
                field: name)
        }
        return value
    }
}

extension WarmingReport {
    var json: JSON {
        ["lines": .array(lines.map(\.json)), "cost": Self.dollars(cost), "hasFailures": .bool(hasFailures)]
    }

    fileprivate static func dollars(_ microCents: Int64) -> JSON { .number(Double(microCents) / 100_000_000) }
}

extension WarmingReport.Line {
    fileprivate var json: JSON {
        var members: JSON.Object = [
            "line": number.map { .integer(Int64($0)) } ?? .null,
            "request": key.map { .string($0.name) } ?? .null, "model": model.map { .string($0) } ?? .null,
            "asksPerDay": frequency.map { .number($0) } ?? .null, "value": value.map { .number($0) } ?? .null,
            "expectedCost": WarmingReport.dollars(expectedCost),
            "latency": latency.map { .integer($0) } ?? .null,
        ]
        switch outcome {
        case .wouldAsk: members["outcome"] = "would ask"
        case .wouldPromote: members["outcome"] = "would promote"
        case .promoted: members["outcome"] = "promoted"
        case .warmed(let cost):
            members["outcome"] = "warmed"
            members["cost"] = WarmingReport.dollars(cost)
        case .skipped(let reason):
            members["outcome"] = "skipped"
            members["reason"] = .string(reason.rawValue)
        case .failed(let message, let tip):
            members["outcome"] = "failed"
            members["message"] = .string(message)
            members["tip"] = .string(tip)
        }
        return .object(members)
    }
}

extension CacheKey {
    /// The first eight bytes in hexadecimal: enough to tell requests apart without a word of what they say.
    fileprivate var name: String {
        exact.prefix(8).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
