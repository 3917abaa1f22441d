import Engine
import Testing

@testable import Backends

@Suite("Up time")
struct UptimeTests {
    private let scratch: Scratch
    private let store: RequestStore

    init() throws {
        scratch = try Scratch()
        store = try RequestStore(at: scratch.path("requests.db"))
    }

    /// Seconds.
    private func uptime(_ runs: [(Int64, Int64, stop: Bool)], _ from: Int64, _ to: Int64) -> Uptime? {
        let runs = runs.map { Run(start: $0.0 * 1_000, lastBeat: $0.1 * 1_000, stop: $0.stop ? $0.1 * 1_000 : nil) }
        return UptimeSum(runs, from: from * 1_000, to: to * 1_000, patience: 20_000).uptime
    }

    @Test("is no data where nothing ran")
    func nothing() throws {
        #expect(uptime([], 0, 100) == nil)
        #expect(uptime([(200, 300, stop: true)], 0, 100) == nil)
        // Between a planned stop and the next start.
        #expect(uptime([(0, 10, stop: true), (200, 300, stop: true)], 20, 100) == nil)
        #expect(try store.uptime(from: 0, to: 100) == nil)
    }

    @Test("counts a crash as down until the next start, and a planned stop as nothing")
    func crashes() {
        #expect(
            uptime([(0, 100, stop: false), (130, 200, stop: true), (300, 400, stop: true)], 0, 1_000)
                == Uptime(up: 270_000, down: 30_000, crashes: 1))
        // Not started again since.
        #expect(uptime([(0, 100, stop: false)], 0, 160) == Uptime(up: 100_000, down: 60_000, crashes: 1))
        // Still running: its next beat is to come.
        #expect(uptime([(0, 100, stop: false)], 0, 110) == Uptime(up: 110_000, down: 0, crashes: 0))
        // The crash lies before the window and reaches into it.
        #expect(
            uptime([(0, 100, stop: false), (300, 400, stop: true)], 200, 400)
                == Uptime(up: 100_000, down: 100_000, crashes: 1))
        #expect(uptime([(0, 100, stop: false)], 0, 160)?.share == 0.625)
    }

    @Test("is not confused by a clock that was set back")
    func overlaps() {
        #expect(
            uptime([(100, 200, stop: false), (150, 300, stop: true)], 0, 400)
                == Uptime(up: 200_000, down: 0, crashes: 0))
        #expect(
            uptime([(100, 50, stop: false), (60, 160, stop: true)], 0, 400)
                == Uptime(up: 100_000, down: 10_000, crashes: 1))
    }

    @Test("comes from beats; what was stopped as planned is not down")
    func beats() throws {
        let run = try store.startRun(at: 1_000_000)
        try store.beat(run, at: 1_050_000)
        #expect(try store.uptime(from: 0, to: 1_060_000) == Uptime(up: 60_000, down: 0, crashes: 0))
        // Killed; and started again after 50 seconds.
        let second = try store.startRun(at: 1_100_000)
        try store.stopRun(second, at: 1_150_000)
        _ = try store.startRun(at: 2_000_000)
        #expect(try store.uptime(from: 0, to: 2_000_000) == Uptime(up: 100_000, down: 50_000, crashes: 1))
        #expect(try store.uptime(from: 1_075_000, to: 2_000_000) == Uptime(up: 50_000, down: 25_000, crashes: 1))
    }

    @Test("of a program that is stopped ends with it, and one that is killed leaves its run open")
    func heartbeat() throws {
        let clock = TestClock(milliseconds: 1_000_000)
        let heartbeat = try Heartbeat(store, clock: clock, interval: 5_000)
        clock.advance(by: 4_000)
        heartbeat.stop()
        #expect(try store.uptime(from: 0, to: 9_000_000) == Uptime(up: 4_000, down: 0, crashes: 0))
        let killed = try Heartbeat(store, clock: clock, interval: 5_000)
        #expect(
            try store.uptime(from: 1_004_000, to: 1_064_000) == Uptime(up: 0, down: 60_000, crashes: 1))
        killed.stop()
    }
}
