import Testing

@testable import Engine

@Suite("Alerts") struct AlertTests {
    private static let errors = AlertSettings(
        rules: [AlertRule(name: "Errors", metric: .errorRate, condition: .above(.value(5)), clear: 2)], anomalies: .off)

    @Test("An upstream that fails is told of within five seconds, once, and its recovery once, with reason and tip")
    func failingUpstream() async throws {
        let test = try AlertWorld()
        await test.seconds(20)
        #expect(test.told.isEmpty && test.desk.standing.firing.isEmpty)
        test.fail()
        await test.seconds(5)
        #expect(Set(test.told) == ["started Errors", "started Circuit (custom:a)"])
        let errors = try #require(test.sender.sent.first { $0.alert.metric == .errorRate })
        #expect(errors.alert.message.hasPrefix("Error rate ") && errors.alert.message.hasSuffix("above 5 %."))
        #expect(errors.alert.reason.contains("custom:a") && !errors.alert.tip.isEmpty)
        await test.seconds(60)
        #expect(test.told.count == 2, "it goes on, and nobody is told again")
        test.recover()
        await test.seconds(200)
        #expect(
            test.told.sorted() == [
                "resolved Circuit (custom:a)", "resolved Errors", "started Circuit (custom:a)", "started Errors",
            ])
        #expect(test.noted.withLock { $0.sorted() } == test.told.sorted(), "the activity shows the same")
        #expect(test.desk.standing.firing.isEmpty && test.desk.standing.past.count == 2)
        #expect(Set(test.sender.sent.map(\.id)).count == 4)
    }

    @Test("Nothing is said of a few requests, of none, or of what is within bounds")
    func noData() async throws {
        let test = try AlertWorld(
            AlertSettings(
                rules: [
                    AlertRule(name: "Errors", metric: .errorRate, condition: .above(.value(5))),
                    AlertRule(name: "Hits", metric: .cacheHitRate, condition: .below(.value(90))),
                    AlertRule(name: "Rate", metric: .throughput, condition: .below(.value(1))),
                    AlertRule(name: "Slow", metric: .latency, condition: .above(.value(1))),
                ], anomalies: .off))
        await test.seconds(120, 0)
        test.fail()
        await test.seconds(3, 5)
        #expect(test.told.isEmpty)
        await test.second(5)
        #expect(test.told.contains("started Errors"), "twenty are enough")
    }

    @Test("What fires is over when there has been nothing to judge by for as long as its window")
    func lapse() async throws {
        let test = try AlertWorld(Self.errors)
        test.fail()
        await test.seconds(4)
        #expect(test.told == ["started Errors"])
        await test.seconds(100, 0)
        #expect(test.told == ["started Errors"], "the window has only just emptied")
        await test.seconds(30, 0)
        #expect(test.told == ["started Errors", "resolved Errors"])
        #expect(test.sender.sent.last?.alert.recovery == "There is nothing to judge by any more.")
    }

    @Test("A condition has to last, and one that goes meanwhile begins anew")
    func duration() {
        let rule = AlertRule(name: "R", metric: .tier, condition: .failing, duration: 30)
        var track = AlertTrack()
        func steps(_ standing: AlertFinding.Standing, _ seconds: ClosedRange<Int64>) -> Int {
            seconds.count { second in
                if case .start = track.take(AlertFinding(standing: standing), at: second * 1_000_000_000, rule: rule) {
                    return true
                }
                return false
            }
        }
        #expect(steps(.breached, 0...29) == 0)
        #expect(steps(.well, 30...30) == 0)
        #expect(steps(.breached, 31...60) == 0)
        #expect(steps(.breached, 61...61) == 1 && track.isFiring)
    }

    @Test("Between the bound and what clears it nothing changes")
    func hysteresis() {
        let rule = AlertRule(name: "R", metric: .errorRate, condition: .above(.value(5)), clear: 3)
        var track = AlertTrack()
        _ = track.take(AlertFinding(standing: .breached), at: 0, rule: rule)
        for second in 1...1_000 {
            _ = track.take(AlertFinding(standing: .between), at: Int64(second) * 1_000_000_000, rule: rule)
        }
        #expect(track.isFiring)
    }

    @Test("What comes and goes is told of ever less")
    func flapping() async throws {
        let test = try AlertWorld(
            AlertSettings(rules: [AlertRule(name: "Tier", metric: .tier, condition: .failing)], anomalies: .off))
        let rule = AlertRule(name: "Tier", metric: .tier, condition: .failing)
        var track = AlertTrack()
        var starts = 0
        for second in 0..<3_600 {
            let isDown = second % 30 < 10
            if case .start = track.take(
                AlertFinding(standing: isDown ? .breached : .well), at: Int64(second) * 1_000_000_000, rule: rule)
            {
                starts += 1
            }
        }
        #expect(starts == 2, "120 times in an hour it broke down")
        #expect(test.told.isEmpty)
    }

    @Test("A wall clock that jumps neither fires nor resolves anything")
    func clockJumps() async throws {
        let test = try AlertWorld(Self.errors)
        await test.seconds(20)
        let monitor = Monitor(test.world.router, clock: JumpingClock(test.world.clock, by: 86_400_000))
        test.desk.look(at: monitor.snapshot(), targets: [:])
        #expect(test.desk.standing.firing.isEmpty)
        test.fail()
        await test.seconds(4)
        for jump in [-86_400_000, 86_400_000] as [Int64] {
            let monitor = Monitor(test.world.router, clock: JumpingClock(test.world.clock, by: jump))
            test.desk.look(at: monitor.snapshot(), targets: [:])
        }
        #expect(test.desk.standing.firing.count == 1)
    }

    @Test("A rule against this month's target needs one, and follows it")
    func target() async throws {
        let test = try AlertWorld(
            AlertSettings(
                rules: [AlertRule(name: "Cache", metric: .cacheHitRate, condition: .below(.target))], anomalies: .off))
        await test.seconds(5)
        #expect(test.told.isEmpty)
        test.targets.withLock { $0 = ["cacheHitRate": 40] }
        await test.second()
        #expect(test.told == ["started Cache"])
        #expect(
            test.sender.sent.first?.alert.message
                == "Cache hit rate 0 % in the last minute, below this month's target of 40 %.")
        test.targets.withLock { $0 = ["cacheHitRate": 0] }
        await test.seconds(11)
        #expect(test.told.last == "resolved Cache")
    }

    @Test("A request that could not be recorded fires, and is forgotten after its window")
    func coverage() async throws {
        let test = try AlertWorld()
        await test.seconds(5)
        test.unrecorded.store(1, ordering: .relaxed)
        await test.second()
        #expect(test.told == ["started Unrecorded requests"])
        #expect(test.sender.sent.first?.alert.message.contains("98.3 %") == true)
        await test.seconds(75)
        #expect(test.told.last == "resolved Unrecorded requests")
    }

    @Test("Silence is no request for as long as the rule says, and over with the first")
    func traffic() async throws {
        let test = try AlertWorld(
            AlertSettings(
                rules: [AlertRule(name: "Silence", metric: .traffic, condition: .failing, duration: 60)],
                anomalies: .off))
        await test.seconds(10)
        await test.seconds(59, 0)
        #expect(test.told.isEmpty)
        await test.seconds(2, 0)
        #expect(test.told == ["started Silence"])
        #expect(test.sender.sent.first?.alert.message == "No request came for 1 minute.")
        await test.seconds(11, 1)
        #expect(test.told == ["started Silence", "resolved Silence"])
    }

    @Test("A tier that is off fires under its name")
    func tier() async throws {
        let test = try AlertWorld()
        test.world.l3.breakDown(true)
        await test.seconds(2)
        #expect(test.told == ["started Cache tier (L3)"])
    }

    @Test("A rule that is gone resolves what fired for it, as does a model that is gone")
    func removed() async throws {
        let test = try AlertWorld()
        test.fail()
        await test.seconds(5)
        #expect(test.desk.standing.firing.count == 2)
        test.desk.replace(by: AlertSettings(rules: [AlertRule.defaults[3]], anomalies: .off))
        test.world.router.registry.replace(by: [AlertWorld.other], reference: nil)
        await test.look()
        #expect(test.desk.standing.firing.isEmpty)
        #expect(
            Set(test.desk.standing.past.map(\.recovery)) == [
                "The rule is no longer there.", "custom:a is no longer there.",
            ])
    }
}

/// A wall clock that is set while the steady one goes on.
private struct JumpingClock: EngineClock {
    private let clock: TestClock
    private let jump: Int64

    init(_ clock: TestClock, by jump: Int64) {
        self.clock = clock
        self.jump = jump
    }

    var milliseconds: Int64 { clock.milliseconds + jump }
    var nanoseconds: Int64 { clock.nanoseconds }
    func sleep(milliseconds: Int64) async throws {}
}
