/// What makes the router degraded or down.
enum HealthRules {
    /// So many faults in the last five seconds, being this share of what was answered, are a breakdown.
    private static let breakdown = (faults: 3, rate: 0.5)
    /// So many failed calls in the last 15 seconds, being this share of all calls, mean that an upstream fails.
    private static let failing = (failures: 3, rate: 0.2)
    /// So many faults in the last minute, being this share of what was answered, are too many.
    private static let tooMany = (faults: 5, rate: 0.05)
    /// A cause that was last seen so many milliseconds ago is one of now.
    private static let fresh: Int64 = 15_000

    typealias Reason = HealthVerdict.Reason

    static func reasons(in snapshot: MonitoringSnapshot) -> [Reason] {
        let upstreams = snapshot.models.compactMap(upstream)
        return [breakdown(snapshot), nobodyAnswers(snapshot)].compactMap { $0 } + upstreams
            + [errorRate(snapshot), coverage(snapshot)].compactMap { $0 } + snapshot.tiers.compactMap(tier)
            + snapshot.conditions.filter { $0.severity == .degraded }.map {
                Reason(level: .degraded, message: $0.message, tip: $0.tip, model: nil)
            }
    }

    /// What is said when nothing is wrong.
    static func praise(of snapshot: MonitoringSnapshot) -> String {
        let tally = snapshot.minute.tally
        guard tally.closed > 0 else { return "Nothing was asked in the last minute, and nothing is wrong." }
        if tally.failed == 0 { return "Every request of the last minute was answered." }
        if tally.faults == 0 {
            return
                "\(counted(tally.failed, "request")) of the last minute asked for what cannot be had; all others were answered."
        }
        return
            "\(tally.faults) of \(counted(tally.closed, "request")) failed in the last minute, which is within bounds."
    }

    /// Requests fail wholesale.
    private static func breakdown(_ snapshot: MonitoringSnapshot) -> Reason? {
        let tally = snapshot.recent
        guard tally.faults >= breakdown.faults, let rate = tally.faultRate, rate >= breakdown.rate else { return nil }
        let cause = cause(in: snapshot)
        let answered = tally.succeeded + tally.failed
        return Reason(
            level: .down,
            message: "\(tally.faults) of \(counted(answered, "request")) failed in the last five seconds"
                + (cause.map { ", most lately \($0.words)." } ?? "."),
            tip: cause?.tip ?? "See the recent errors.", model: cause?.model)
    }

    /// There is no model that would take a request.
    private static func nobodyAnswers(_ snapshot: MonitoringSnapshot) -> Reason? {
        let standings = snapshot.models.compactMap(\.standing)
        guard !standings.isEmpty, standings.allSatisfy({ $0.circuit != .closed }) else { return nil }
        let last = standings.compactMap(\.upstream.lastFailure).max { $0.at < $1.at }
        return Reason(
            level: .down, message: "No model takes requests: the circuit of every one is open.",
            tip: last?.tip ?? "Check the endpoints.", model: nil)
    }

    private static func upstream(_ model: ModelFigures) -> Reason? {
        guard let standing = model.standing else { return nil }
        let name = model.name + (standing.endpoint.map { " at \($0)" } ?? "")
        let last = standing.upstream.lastFailure
        let said = last.map { " Last: \($0.message)" } ?? ""
        let tip = last?.tip ?? "Check the endpoint."
        if standing.circuit != .closed {
            return Reason(
                level: .degraded, message: "\(name) fails, and requests are kept from it.\(said)", tip: tip,
                model: model.name)
        }
        let (calls, failures) = (standing.upstream.recentCalls, standing.upstream.recentFailures)
        guard failures >= failing.failures, Double(failures) >= failing.rate * Double(calls) else { return nil }
        return Reason(
            level: .degraded,
            message: "\(failures) of \(counted(calls, "call")) of \(name) failed in the last 15 seconds.\(said)",
            tip: tip,
            model: model.name)
    }

    private static func errorRate(_ snapshot: MonitoringSnapshot) -> Reason? {
        let tally = snapshot.minute.tally
        guard tally.faults >= tooMany.faults, let rate = tally.faultRate, rate >= tooMany.rate else { return nil }
        let cause =
            cause(in: snapshot) ?? snapshot.errors.first { $0.status >= 500 }.map { (words($0), $0.tip, $0.model) }
        return Reason(
            level: .degraded,
            message: "\(percent(rate)) of the requests of the last minute failed"
                + (cause.map { ", most lately \($0.words)." } ?? "."),
            tip: cause?.tip ?? "See the recent errors.", model: cause?.model)
    }

    private static func coverage(_ snapshot: MonitoringSnapshot) -> Reason? {
        guard snapshot.unrecorded > 0 else { return nil }
        return Reason(
            level: .degraded, message: "\(counted(Int(snapshot.unrecorded), "request")) could not be recorded.",
            tip: "Make room on the disk of the data folder.", model: nil)
    }

    private static func tier(_ tier: TierFigures) -> Reason? {
        guard !tier.isOn else { return nil }
        return Reason(
            level: .degraded,
            message: "The cache's tier \(tier.name.uppercased()) is off."
                + (tier.lastError.map { " It said: \($0)" } ?? ""),
            tip: "Requests go on without it, and it is tried again by itself; see whether it runs and can be reached.",
            model: nil)
    }

    /// Why requests fail just now. What an upstream answered says more than that its circuit lets nothing through any more.
    static func cause(in snapshot: MonitoringSnapshot) -> (words: String, tip: String, model: String)? {
        let failing = snapshot.models.filter { model in
            model.standing.map { $0.circuit != .closed || $0.upstream.recentFailures > 0 } ?? false
        }
        let worst = failing.max { recentFailures($0) < recentFailures($1) }
        if let worst, let last = worst.standing?.upstream.lastFailure {
            return ("\(last.code) at \(worst.name)", last.tip, worst.name)
        }
        return snapshot.errors.first { $0.lastSeen >= snapshot.at - fresh && $0.status >= 500 }.map {
            (words($0), $0.tip, $0.model)
        }
    }

    private static func recentFailures(_ model: ModelFigures) -> Int { model.standing?.upstream.recentFailures ?? 0 }

    static func words(_ group: ErrorGroup) -> String {
        group.model.isEmpty ? group.code : "\(group.code) at \(group.model)"
    }

    private static func counted(_ count: Int, _ noun: String) -> String {
        count == 1 ? "1 \(noun)" : "\(count) \(noun)s"
    }

    private static func percent(_ share: Double) -> String {
        let tenths = Int((share * 1_000).rounded())
        return tenths % 10 == 0 ? "\(tenths / 10) %" : "\(tenths / 10).\(tenths % 10) %"
    }
}
