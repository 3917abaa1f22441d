import Engine
import JSON

extension Schema {
    /// The shapes of what monitoring answers. Times are in milliseconds, shares in per cent, money is in dollars.
    static let monitoring: JSON.Object = [
        "Monitoring": object([
            "at": instant, "uptimeSeconds": number, "health": reference("Health"),
            "requests": described(
                object([
                    "received": integer, "succeeded": integer, "failed": integer, "cancelled": integer,
                    "inFlight": integer,
                ]), "Since ever: received = succeeded + failed + cancelled + inFlight"),
            "requestCoverage": orNull(number),
            "windows": object([
                "minute": reference("WindowFigures"), "quarterHour": reference("WindowFigures"),
                "hour": reference("WindowFigures"),
            ]),
            "models": list(
                object([
                    "name": described(string, "Empty for requests that named no model there is"),
                    "minute": reference("WindowFigures"), "hour": reference("WindowFigures"),
                    "standing": orNull(reference("ModelStanding")),
                ])),
            "tiers": list(
                object([
                    "name": string, "on": ["type": "boolean"], "hits": integer, "misses": orNull(integer),
                    "failures": orNull(integer), "entries": orNull(integer), "bytes": orNull(integer),
                    "capacity": orNull(integer), "evictions": orNull(integer), "lastError": orNull(string),
                ])),
            "errors": list(
                object([
                    "code": string, "model": string, "status": integer, "count": integer, "tip": string,
                    "firstSeen": instant, "lastSeen": instant, "lastRequest": string,
                ])),
            "inFlight": list(
                object([
                    "id": string, "tenant": string, "model": string, "receivedAt": instant, "ageMs": number,
                    "streamed": ["type": "boolean"],
                ])),
            "conditions": list(object(["severity": oneOf(["note", "degraded"]), "message": string, "tip": string])),
        ]),
        "Health": object([
            "state": oneOf(HealthVerdict.Level.allCases.map(\.rawValue)), "summary": string, "tip": string,
            "reasons": list(
                object([
                    "state": oneOf(["degraded", "down"]), "message": string, "tip": string, "model": orNull(string),
                ])),
        ]),
        "WindowFigures": object([
            "seconds": number, "requests": integer, "succeeded": integer, "failed": integer, "cancelled": integer,
            "throughput": described(number, "Requests that came to their end, a second"),
            "errorRate": orNull(number), "latency": orNull(reference("LatencyFigures")),
            "firstByte": orNull(reference("LatencyFigures")), "cacheHitRate": orNull(number),
            "semanticHitRate": orNull(number),
            "hitRates": object(
                CacheOutcome.allCases.filter(\.isHit).reduce(into: [:]) { $0[$1.rawValue] = orNull(number) }),
            "tokens": object(["input": integer, "cachedInput": integer, "output": integer]), "cost": number,
            "saving": number, "costPerRequest": orNull(number), "costSavings": orNull(number),
        ]),
        "LatencyFigures": object([
            "count": integer, "mean": number, "p50": number, "p95": number, "p99": number,
        ]),
        "ModelStanding": object([
            "endpoint": orNull(string), "circuit": oneOf(ModelFigures.Circuit.allCases.map(\.rawValue)),
            "inFlight": integer, "waiting": integer,
            "latency": described(number, "How long a call lately took to begin its answer"),
            "recentCalls": described(integer, "In the last 15 seconds, as recentFailures"),
            "recentFailures": integer, "calls": integer, "failures": integer,
            "lastFailure": orNull(object(["code": string, "message": string, "tip": string, "at": instant])),
        ]),
    ]
}
