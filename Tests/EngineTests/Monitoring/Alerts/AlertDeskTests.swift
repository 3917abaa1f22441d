import Testing

@testable import Engine

@Suite("Alerts over time") struct AlertDeskTests {
    private static let errors = AlertSettings(
        rules: [AlertRule(name: "Errors", metric: .errorRate, condition: .above(.value(5)))], anomalies: .off)

    private func failing(_ store: TestAlertStore = TestAlertStore()) async throws -> AlertWorld {
        let test = try AlertWorld(Self.errors, store: store)
        await test.seconds(5)
        test.fail()
        await test.seconds(2)
        return test
    }

    @Test("After a restart what still fires is not told again, and what is over is resolved once")
    func restart() async throws {
        let store = TestAlertStore()
        let first = try await failing(store)
        #expect(first.told == ["started Errors"])

        let second = try AlertWorld(Self.errors, store: store)
        second.fail()
        await second.seconds(30)
        #expect(second.told.isEmpty && second.desk.standing.firing.map(\.alert.id) == ["a1"])
        #expect(second.noted.withLock { $0 }.isEmpty, "the activity has it already")

        let third = try AlertWorld(Self.errors, store: store)
        await third.seconds(12)
        #expect(third.told == ["resolved Errors"])
        #expect(third.sender.sent.first?.alert.id == "a1")
        await third.second()
        let fourth = try AlertWorld(Self.errors, store: store)
        await fourth.seconds(100)
        #expect(fourth.told.isEmpty)
    }

    @Test("What was not delivered before a restart is after it, under the same id")
    func restartWithWaiting() async throws {
        let store = TestAlertStore()
        let sender = TestAlertSender()
        sender.fail(AlertSendFailure("No answer."))
        let first = try AlertWorld(Self.errors, store: store, sender: sender)
        first.fail()
        await first.seconds(3)
        #expect(sender.tries == 1 && sender.sent.isEmpty)
        let second = try AlertWorld(Self.errors, store: store)
        second.fail()
        await second.seconds(10)
        #expect(second.sender.sent.map(\.id) == ["a1.started"])
    }

    @Test("One that is acknowledged is not told again when its silence ends; the end is told")
    func acknowledged() async throws {
        let test = try await failing()
        let id = try #require(test.desk.standing.firing.first?.alert.id)
        #expect(test.desk.acknowledge(id, by: "Ada"))
        #expect(test.desk.silence(id, for: 60, by: "Ada"))
        await test.seconds(120)
        #expect(test.told == ["started Errors"])
        #expect(test.desk.standing.firing.first?.alert.acknowledgement?.by == "Ada")
        let again = try AlertWorld(Self.errors, store: test.store)
        #expect(again.desk.standing.firing.first?.alert.acknowledgement?.by == "Ada", "kept over restarts")
        test.recover()
        await test.seconds(80)
        #expect(test.told == ["started Errors", "resolved Errors"])
        #expect(!test.desk.acknowledge(id, by: "Ada"), "it is over")
    }

    @Test("A silenced rule announces nothing but shows; when the silence ends what still fires is announced")
    func silenced() async throws {
        let test = try await failing()
        let id = try #require(test.desk.standing.firing.first?.alert.id)
        test.recover()
        await test.seconds(80)
        #expect(test.told == ["started Errors", "resolved Errors"])
        #expect(test.desk.silence(id, for: 60, by: "Ada"))
        test.fail()
        await test.seconds(50)
        #expect(test.told.count == 2)
        let firing = try #require(test.desk.standing.firing.first)
        #expect(firing.silence?.by == "Ada" && firing.alert.id != id)
        await test.seconds(20)
        #expect(test.told == ["started Errors", "resolved Errors", "started Errors"])
        #expect(test.desk.silence(firing.alert.id, for: 3_600, by: "Ada"))
        test.recover()
        await test.seconds(250)
        #expect(test.told.count == 3, "its end is silenced too")
        #expect(test.desk.standing.firing.isEmpty)
    }

    @Test("A hook that fails is tried five times over minutes, and the end waits for its turn")
    func retries() async throws {
        let sender = TestAlertSender()
        sender.fail(AlertSendFailure("chat.example answered 500."))
        let test = try AlertWorld(Self.errors, sender: sender)
        test.fail()
        await test.seconds(4)
        #expect(sender.tries == 1)
        #expect(test.desk.standing.hooks.first?.lastFailure == "chat.example answered 500.")
        await test.seconds(90)
        #expect(sender.tries == 4)
        await test.seconds(170)
        #expect(sender.tries == 4)
        await test.seconds(30)
        #expect(sender.tries == 5 && test.desk.standing.hooks.first?.failed == 1)
        sender.fail(nil)
        test.recover()
        await test.seconds(100)
        #expect(test.told == ["resolved Errors"], "it is told even where the beginning could not be")
    }

    @Test("A hook that asks to be left alone is")
    func retryAfter() async throws {
        let sender = TestAlertSender()
        sender.fail(AlertSendFailure("chat.example answered 429.", retryAfter: 120))
        let test = try AlertWorld(Self.errors, sender: sender)
        test.fail()
        await test.seconds(4)
        sender.fail(nil)
        await test.seconds(110)
        #expect(sender.tries == 1)
        await test.seconds(15)
        #expect(test.told == ["started Errors"])
    }

    @Test("A hook that hangs keeps neither the others nor the watch waiting")
    func hanging() async throws {
        let slow = TestAlertSender(hooks: [AlertHook(key: "slow", label: "slow"), TestAlertSender.hook])
        let test = try AlertWorld(Self.errors, sender: slow)
        let gate = Gate()
        test.fail()
        slow.hang(until: gate)
        for _ in 0..<4 {
            await test.world.clock.pass()
            for number in 0..<10 {
                _ = try? await test.world.router.answer(
                    TestWorld.body("q \(number) \(test.world.clock.milliseconds)"), from: TestWorld.caller())
            }
            test.watch.look()
            await test.watch.write()
        }
        async let hangs = test.watch.deliver(to: slow.hooks[0])
        await gate.arrival(of: 1)
        slow.hang(until: nil)
        #expect(await test.watch.deliver(to: slow.hooks[1]))
        test.watch.look()
        #expect(test.desk.standing.firing.count == 1 && slow.sent.count == 1)
        gate.open()
        #expect(await hangs && slow.sent.count == 2)
    }

    @Test("A store that fails delays what is told by seconds, and is made up for")
    func brokenStore() async throws {
        let test = try AlertWorld(Self.errors)
        test.store.breakDown(true)
        test.fail()
        await test.seconds(4)
        #expect(test.desk.standing.firing.count == 1 && test.told.isEmpty)
        #expect(test.desk.standing.problem?.contains("cannot be written down") == true)
        await test.seconds(6)
        #expect(test.told == ["started Errors"])
        test.store.breakDown(false)
        await test.second()
        #expect(test.desk.standing.problem == nil && test.store.alerts.map(\.isAnnounced) == [true])
    }

    @Test("No more waits for a hook than its queue holds")
    func fullQueue() {
        var ledger = AlertLedger(KeptAlerts())
        for number in 0..<150 {
            let alert = Alert(
                id: "a\(number)", rule: "R", metric: .tier, subject: "l\(number)", startedAt: Int64(number),
                message: "", reason: "", tip: "", value: nil, threshold: nil)
            ledger.announce(.started, of: alert, to: [TestAlertSender.hook], at: Int64(number))
        }
        let waiting = ledger.waiting(for: "k")
        #expect(waiting.count == AlertLedger.queueLimit && waiting.first?.id.alert == "a50")
    }
}

extension TestClock {
    fileprivate func pass() async { advance(milliseconds: 1_000) }
}
