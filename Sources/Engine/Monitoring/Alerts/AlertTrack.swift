/// One rule and one subject: quiet, then for a while pending, then firing, then quiet again.
///
/// All instants are nanoseconds of the clock that never goes back, so that a clock that is set changes nothing.
struct AlertTrack: Sendable {
    enum Step: Sendable {
        case none, start
        case resolve
        /// Resolved for want of anything to judge by.
        case lapse
    }

    private(set) var isFiring = false
    private var pendingSince: Int64?
    private var wellSince: Int64?
    private var unknownSince: Int64?
    /// Times in a row that it fired again soon after all had been well.
    private var returns = 0
    private var resolvedAt: Int64?

    /// After all has been well for so long, firing again is a new trouble and not the old one flapping.
    private static let memory: Int64 = 600_000_000_000
    private static let longestRecovery: Int64 = 600_000

    /// One that fired when the program ended.
    static var resumed: AlertTrack {
        var track = AlertTrack()
        track.isFiring = true
        return track
    }

    mutating func take(_ finding: AlertFinding, at now: Int64, rule: AlertRule) -> Step {
        isFiring ? judgeFiring(finding.standing, at: now, rule) : judgeQuiet(finding, at: now, rule)
    }

    private mutating func judgeQuiet(_ finding: AlertFinding, at now: Int64, _ rule: AlertRule) -> Step {
        guard finding.standing == .breached else {
            pendingSince = nil
            return .none
        }
        let since = min(finding.since ?? pendingSince ?? now, now)
        pendingSince = since
        guard now - since >= Int64(rule.duration) * 1_000_000_000 else { return .none }
        returns = resolvedAt.map { now - $0 < Self.memory } == true ? min(returns + 1, 10) : 0
        (isFiring, pendingSince, wellSince, unknownSince) = (true, nil, nil, nil)
        return .start
    }

    private mutating func judgeFiring(_ standing: AlertFinding.Standing, at now: Int64, _ rule: AlertRule) -> Step {
        switch standing {
        case .breached, .between:
            (wellSince, unknownSince) = (nil, nil)
            return .none
        case .well:
            unknownSince = nil
            let since = wellSince ?? now
            wellSince = since
            return now - since >= recovery(rule) * 1_000_000 ? resolve(at: now, .resolve) : .none
        case .unknown:
            wellSince = nil
            let since = unknownSince ?? now
            unknownSince = since
            return now - since >= rule.window.rawValue * 1_000_000_000 ? resolve(at: now, .lapse) : .none
        }
    }

    /// What keeps coming back is believed to be well only after longer and longer.
    private func recovery(_ rule: AlertRule) -> Int64 {
        max(rule.recovery, min(rule.recovery << Int64(returns), Self.longestRecovery))
    }

    private mutating func resolve(at now: Int64, _ step: Step) -> Step {
        (isFiring, wellSince, unknownSince, resolvedAt) = (false, nil, nil, now)
        return step
    }
}
