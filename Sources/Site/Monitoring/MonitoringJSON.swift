import Engine
import JSON
import Roadmap

extension MonitoringSnapshot {
    /// As the API shows it: times in milliseconds, shares in per cent as the plan's metrics have them, money in dollars;
    /// null where there is nothing to say.
    var json: JSON {
        [
            "at": .instant(at), "uptimeSeconds": .number(uptime.rounded(to: 3)), "health": verdict.json,
            "requests": [
                "received": .count(totals.received), "succeeded": .count(totals.succeeded),
                "failed": .count(totals.failed), "cancelled": .count(totals.cancelled),
                "inFlight": .count(totals.inFlight),
            ],
            "requestCoverage": .percent(requestCoverage),
            "windows": ["minute": minute.json, "quarterHour": quarterHour.json, "hour": hour.json],
            "models": .array(models.map(\.json)), "tiers": .array(tiers.map(\.json)),
            "errors": .array(errors.map(\.json)),
            "inFlight": .array(
                inFlight.map { flight in
                    [
                        "id": .string(flight.opening.id), "tenant": .string(flight.opening.tenant),
                        "model": .string(flight.opening.modelAsked), "receivedAt": .instant(flight.opening.receivedAt),
                        "ageMs": .number(age(of: flight).rounded(to: 3)), "streamed": .bool(flight.opening.isStreamed),
                    ]
                }),
            "conditions": .array(
                conditions.map { condition in
                    [
                        "severity": .string(condition.severity.rawValue), "message": .string(condition.message),
                        "tip": .string(condition.tip),
                    ]
                }),
        ]
    }
}

extension HealthVerdict {
    var json: JSON {
        [
            "state": .string(level.rawValue), "summary": .string(summary), "tip": .string(tip),
            "reasons": .array(
                reasons.map { reason in
                    [
                        "state": .string(reason.level.rawValue), "message": .string(reason.message),
                        "tip": .string(reason.tip), "model": reason.model.map { .string($0) } ?? .null,
                    ]
                }),
        ]
    }
}

extension WindowFigures {
    var json: JSON {
        [
            "seconds": .number(seconds.rounded(to: 3)), "requests": .integer(Int64(tally.closed)),
            "succeeded": .integer(Int64(tally.succeeded)), "failed": .integer(Int64(tally.failed)),
            "cancelled": .integer(Int64(tally.cancelled)), "throughput": .number(throughput.rounded(to: 3)),
            "errorRate": .percent(tally.errorRate), "latency": latency?.json ?? .null,
            "firstByte": firstByte?.json ?? .null, "cacheHitRate": .percent(tally.cacheHitRate),
            "semanticHitRate": .percent(tally.semanticHitRate),
            "hitRates": .object(
                CacheOutcome.allCases.filter(\.isHit).reduce(into: [:]) {
                    $0[$1.rawValue] = .percent(tally.hitRate($1))
                }),
            "tokens": [
                "input": .integer(tally.inputTokens), "cachedInput": .integer(tally.cachedInputTokens),
                "output": .integer(tally.outputTokens),
            ],
            "cost": .dollars(Double(tally.cost)), "saving": .dollars(Double(tally.saving)),
            "costPerRequest": tally.costPerRequest.map { .number($0) } ?? .null,
            "costSavings": .percent(tally.costSavings),
        ]
    }
}

extension LatencyFigures {
    var json: JSON {
        [
            "count": .integer(Int64(count)), "mean": .number(mean.rounded(to: 4)), "p50": .number(p50.rounded(to: 4)),
            "p95": .number(p95.rounded(to: 4)), "p99": .number(p99.rounded(to: 4)),
        ]
    }
}

extension ModelFigures {
    var json: JSON {
        [
            "name": .string(name), "minute": minute.json, "hour": hour.json, "standing": standing?.json ?? .null,
        ]
    }
}

extension ModelFigures.Standing {
    var json: JSON {
        [
            "endpoint": endpoint.map { .string($0) } ?? .null, "circuit": .string(circuit.rawValue),
            "inFlight": .integer(Int64(inFlight)), "waiting": .integer(Int64(waiting)),
            "latency": .number(latency.rounded(to: 3)),
            "recentCalls": .integer(Int64(upstream.recentCalls)),
            "recentFailures": .integer(Int64(upstream.recentFailures)), "calls": .integer(Int64(upstream.calls)),
            "failures": .integer(Int64(upstream.failures)),
            "lastFailure": upstream.lastFailure.map { failure in
                [
                    "code": .string(failure.code), "message": .string(failure.message), "tip": .string(failure.tip),
                    "at": .instant(failure.at),
                ]
            } ?? .null,
        ]
    }
}

extension TierFigures {
    var json: JSON {
        [
            "name": .string(name), "on": .bool(isOn), "hits": .count(hits), "misses": .count(misses),
            "failures": .count(failures), "entries": .count(entries.map(UInt64.init)),
            "bytes": .count(bytes.map(UInt64.init)), "capacity": .count(capacity.map(UInt64.init)),
            "evictions": .count(evictions), "lastError": lastError.map { .string($0) } ?? .null,
        ]
    }
}

extension ErrorGroup {
    var json: JSON {
        [
            "code": .string(code), "model": .string(model), "status": .integer(Int64(status)),
            "count": .integer(Int64(count)), "tip": .string(tip), "firstSeen": .instant(firstSeen),
            "lastSeen": .instant(lastSeen), "lastRequest": .string(lastRequestID),
        ]
    }
}

extension JSON {
    fileprivate static func count(_ number: UInt64?) -> JSON { number.map { .integer(Int64(clamping: $0)) } ?? .null }

    fileprivate static func instant(_ milliseconds: Int64) -> JSON {
        .string(Instant(milliseconds: milliseconds).rfc3339)
    }

    fileprivate static func percent(_ share: Double?) -> JSON {
        share.map { .number(($0 * 100).rounded(to: 4)) } ?? .null
    }

    fileprivate static func dollars(_ microCents: Double) -> JSON { .number(microCents / 100_000_000) }
}

extension Double {
    fileprivate func rounded(to places: Int) -> Double {
        let factor = (0..<places).reduce(1.0) { factor, _ in factor * 10 }
        return (self * factor).rounded() / factor
    }
}
