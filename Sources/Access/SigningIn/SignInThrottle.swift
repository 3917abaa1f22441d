import Roadmap

/// Slows guessing down without locking anybody out of their own account.
///
/// Wrong passwords are counted in three ways: for one name from one address; for one name from everywhere; and for one
/// address whatever the names. After a few free ones each further one doubles the wait, up to a limit. A browser in which
/// somebody has signed in to the account before is counted apart (OWASP calls its cookie a device cookie), so that whoever
/// guesses from elsewhere makes the owner wait for nothing.
struct SignInThrottle: Sendable {
    /// How wrong passwords of one kind are answered.
    fileprivate struct Rule {
        /// Wrong passwords that cost no waiting.
        let free: Int
        /// Milliseconds of the longest wait.
        let longest: Int64
    }

    private struct Count {
        var wrong = 0
        var lastAt: Int64
    }

    enum Key: Hashable, Sendable {
        case place(name: String, address: String)
        case name(String)
        case address(String)
        case device(name: String, device: String)

        fileprivate var rule: Rule {
            switch self {
            case .place, .device: Rule(free: 5, longest: 15 * 60_000)
            case .name: Rule(free: 20, longest: 30_000)
            case .address: Rule(free: 50, longest: 5 * 60_000)
            }
        }
    }

    /// How many keys are remembered; beyond that those that waited longest are forgotten.
    private static let capacity = 20_000
    /// When a wrong password is forgotten, in milliseconds.
    private static let memory: Int64 = 60 * 60_000

    private var counts: [Key: Count] = [:]

    init() {}

    /// How many keys are remembered at this moment.
    var size: Int { counts.count }

    /// The keys by which a try is counted.
    /// - Parameter device: what the browser shows of an earlier sign-in to this very account; nil for none.
    static func keys(name: String, address: String, device: String?) -> [Key] {
        let name = name.lowercased()
        if let device { return [.device(name: name, device: device)] }
        return [.place(name: name, address: address), .name(name), .address(address)]
    }

    /// How many whole seconds have to pass before another try is looked at; 0 for none.
    func wait(_ keys: [Key], at now: Instant) -> Int {
        let longest =
            keys.map { key -> Int64 in
                guard let count = counts[key], count.wrong > key.rule.free else { return 0 }
                let doublings = min(count.wrong - key.rule.free - 1, 20)
                let pause = min(1_000 << Int64(doublings), key.rule.longest)
                // A clock that was set back does not make it longer.
                return min(pause, count.lastAt + pause - now.milliseconds)
            }.max() ?? 0
        return longest <= 0 ? 0 : Int((longest + 999) / 1_000)
    }

    /// Begins a try: it counts as wrong until ``takeBack(_:)``, so that many that are made at once are no way around waiting.
    /// - Returns: how many whole seconds have to pass first; 0 when its password may be looked at.
    mutating func begin(_ keys: [Key], at now: Instant) -> Int {
        let pause = wait(keys, at: now)
        if pause == 0 { noteWrong(keys, at: now) }
        return pause
    }

    /// A try that was begun and whose password was not wrong, or not looked at.
    mutating func takeBack(_ keys: [Key]) {
        for key in keys {
            guard let count = counts[key] else { continue }
            counts[key]?.wrong = max(0, count.wrong - 1)
        }
    }

    mutating func noteWrong(_ keys: [Key], at now: Instant) {
        if counts.count > Self.capacity { forget(now) }
        for key in keys {
            var count = counts[key] ?? Count(lastAt: now.milliseconds)
            if now.milliseconds - count.lastAt > Self.memory { count.wrong = 0 }
            count.wrong += 1
            count.lastAt = now.milliseconds
            counts[key] = count
        }
    }

    /// A right password: what was counted for the name from there is forgotten.
    mutating func noteRight(_ keys: [Key]) {
        for key in keys {
            switch key {
            case .place, .device: counts[key] = nil
            // A right password for one account says nothing about the others that were tried from there.
            case .name, .address: break
            }
        }
    }

    private mutating func forget(_ now: Instant) {
        counts = counts.filter { now.milliseconds - $0.value.lastAt <= Self.memory }
        guard counts.count > Self.capacity / 2 else { return }
        let oldest = counts.sorted { $0.value.lastAt < $1.value.lastAt }.prefix(counts.count - Self.capacity / 2)
        for (key, _) in oldest { counts[key] = nil }
    }
}
