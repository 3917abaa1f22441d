extension AlertRule {
    /// What the rule finds: one finding for each thing that it looks at.
    func findings(in sight: AlertSight) -> [AlertFinding] {
        switch metric {
        case .tier: sight.snapshot.tiers.map(Self.tier)
        case .circuit: sight.snapshot.models.compactMap(Self.circuit)
        case .traffic: [silence(sight)]
        default: [measured(sight)]
        }
    }

    private static func tier(_ tier: TierFigures) -> AlertFinding {
        AlertFinding(
            subject: tier.name, standing: tier.isOn ? .well : .breached,
            message: "The cache's tier \(tier.name.uppercased()) is off.",
            reason: tier.lastError.map { "It said: \($0)" } ?? "",
            tip: "Requests go on without it, and it is tried again by itself; see whether it runs and can be reached.")
    }

    private static func circuit(_ model: ModelFigures) -> AlertFinding? {
        guard let standing = model.standing else { return nil }
        let last = standing.upstream.lastFailure
        return AlertFinding(
            subject: model.name, standing: standing.circuit == .closed ? .well : .breached,
            message: "\(model.name) fails, and requests are kept from it.", reason: last?.message ?? "",
            tip: last?.tip ?? "Check the endpoint.")
    }

    private func silence(_ sight: AlertSight) -> AlertFinding {
        let now = sight.snapshot.instant
        let last = sight.arrivals.last
        let seconds = Double(max(0, now - last)) / 1e9
        return AlertFinding(
            standing: seconds >= Double(duration) ? .breached : .well,
            message: "No request came for \(Self.words(seconds: Int(seconds))).",
            tip: "See whether clients can reach the router, and whether they have anything to ask.",
            since: last)
    }

    private func measured(_ sight: AlertSight) -> AlertFinding {
        guard let (value, samples) = value(in: sight), samples >= minimum else {
            return AlertFinding(standing: .unknown)
        }
        switch condition {
        case .above(let bound): return compared(value, with: bound, isAbove: true, sight)
        case .below(let bound): return compared(value, with: bound, isAbove: false, sight)
        case .unusual: return weighed(value, sight)
        case .failing: return AlertFinding(standing: .unknown)
        }
    }

    private func compared(
        _ value: Double, with bound: Bound, isAbove: Bool, _ sight: AlertSight
    ) -> AlertFinding {
        let limit: Double
        let words: String
        switch bound {
        case .value(let number):
            (limit, words) = (number, metric.text(number))
        case .target:
            // The plan may have no such metric, or none of its targets may hold yet.
            guard let target = sight.targets[metric.rawValue] else { return AlertFinding(standing: .unknown) }
            (limit, words) = (target, "this month's target of \(metric.text(target))")
        }
        let clear = clear ?? limit
        let isBreached = isAbove ? value > limit : value < limit
        let isWell = isAbove ? value <= clear : value >= clear
        let cause = cause(in: sight.snapshot)
        return AlertFinding(
            standing: isBreached ? .breached : isWell ? .well : .between, value: value, threshold: limit,
            message:
                "\(Self.capitalised(metric.title)) \(metric.text(value)) \(Self.words(for: window)), \(isAbove ? "above" : "below") \(words).",
            reason: cause.reason, tip: cause.tip)
    }

    private func weighed(_ value: Double, _ sight: AlertSight) -> AlertFinding {
        guard let range = sight.usual.range(of: metric, at: sight.snapshot.at) else {
            return AlertFinding(standing: .unknown)
        }
        let cause = cause(in: sight.snapshot)
        return AlertFinding(
            standing: range.isFarOutside(value) ? .breached : range.contains(value) ? .well : .between, value: value,
            threshold: value > range.median ? range.high : range.low,
            message:
                "\(Self.capitalised(metric.title)) \(metric.text(value)), usually \(range.words(metric)) at this hour.",
            reason:
                "That is \(AlertFigure.text(range.distance(to: value))) times its usual spread away. \(cause.reason)",
            tip: cause.tip.isEmpty ? "See what has changed since: traffic, models, settings." : cause.tip)
    }

    /// The metric's value in its unit, and of how many requests; `nil` where there is no data.
    private func value(in sight: AlertSight) -> (value: Double, samples: Int)? {
        let snapshot = sight.snapshot
        let figures = snapshot.window(window)
        let tally = figures.tally
        func share(_ share: Double?, _ count: Int) -> (Double, Int)? { share.map { ($0 * 100, count) } }
        // A rate of the first seconds after the start is none.
        let isRate = figures.seconds >= 60 && tally.closed > 0
        switch metric {
        case .errorRate: return share(tally.errorRate, tally.succeeded + tally.failed)
        case .latency: return figures.latency.map { ($0.p95, $0.count) }
        case .firstByte: return figures.firstByte.map { ($0.p95, $0.count) }
        case .cacheHitRate: return share(tally.cacheHitRate, tally.cacheable)
        case .semanticHitRate: return share(tally.semanticHitRate, tally.cacheable)
        case .throughput: return isRate ? (figures.throughput, tally.closed) : nil
        case .costRate: return isRate ? (figures.costRate / 100_000_000, tally.closed) : nil
        case .costPerRequest: return tally.costPerRequest.map { ($0 / 100_000_000, tally.succeeded) }
        case .requestCoverage:
            let lost = Int(sight.losses.lost(in: window, at: snapshot.instant))
            let all = max(tally.closed, lost)
            return all > 0 ? (100 - 100 * Double(lost) / Double(all), all) : nil
        case .tier, .circuit, .traffic: return nil
        }
    }

    /// Why the metric is as it is, and what to do.
    private func cause(in snapshot: MonitoringSnapshot) -> (reason: String, tip: String) {
        switch metric {
        case .errorRate:
            if let cause = HealthRules.cause(in: snapshot) { return ("Most lately \(cause.words).", cause.tip) }
            guard let group = snapshot.errors.first else { return ("", "See the recent errors.") }
            return ("Most lately \(HealthRules.words(group)).", group.tip)
        case .latency, .firstByte, .throughput:
            let slowest = snapshot.models.max { ($0.minute.latency?.p95 ?? 0) < ($1.minute.latency?.p95 ?? 0) }
            let reason = slowest.flatMap { model in
                model.minute.latency.map {
                    "The slowest model is \(model.name) with a p95 of \(AlertFigure.text($0.p95)) ms."
                }
            }
            return (reason ?? "", "See which model is slow, and whether its requests wait for a place.")
        case .cacheHitRate, .semanticHitRate:
            return ("", "See whether a tier is off, and whether what is asked has changed; warming may help.")
        case .costRate, .costPerRequest:
            let dearest = snapshot.models.max { $0.minute.tally.cost < $1.minute.tally.cost }
            let reason = dearest.flatMap { $0.minute.tally.cost > 0 ? "Most of it is spent at \($0.name)." : nil }
            return (reason ?? "", "See which model costs most and who asks it, or choose a cheaper one.")
        case .requestCoverage:
            return ("The journal had no room for them.", "Make room on the disk of the data folder.")
        case .tier, .circuit, .traffic: return ("", "")
        }
    }

    static func words(seconds: Int) -> String {
        func counted(_ count: Int, _ unit: String) -> String { "\(count) \(unit)\(count == 1 ? "" : "s")" }
        if seconds < 60 { return counted(seconds, "second") }
        return seconds < 7_200 ? counted(seconds / 60, "minute") : counted(seconds / 3_600, "hour")
    }

    static func words(for window: MonitoringWindow) -> String {
        switch window {
        case .minute: "in the last minute"
        case .quarterHour: "in the last 15 minutes"
        case .hour: "in the last hour"
        }
    }

    static func capitalised(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }
}
