public import Engine
import Storage
import Synchronization

/// Notes every few seconds that the program runs, and at its end that this was meant to be.
///
/// After a crash nobody has said so, and the time from the last beat to the next start counts as down. A clock that is
/// set, or a machine that slept, is noticed by the monotonic clock: what lies in between is neither up nor down.
public final class Heartbeat: Sendable {
    private let store: RequestStore
    private let clock: any EngineClock
    private let interval: Int64
    private let lost: @Sendable () -> UInt64
    private let bell = Bell()
    private let isStopped = Atomic(false)
    private let thread = Mutex<BackgroundThread?>(nil)

    /// Takes the first beat.
    /// - Parameters:
    ///   - interval: between beats, in milliseconds.
    ///   - lost: how many requests this run could not record so far.
    /// - Throws: `StorageError` when the database cannot be written.
    public init(
        _ store: RequestStore, clock: any EngineClock, interval: Int64 = 5_000,
        lost: @escaping @Sendable () -> UInt64 = { 0 }
    ) throws {
        self.store = store
        self.clock = clock
        self.interval = interval
        self.lost = lost
        let first = Pulse(
            run: try store.startRun(at: clock.milliseconds), wall: clock.milliseconds, steady: clock.nanoseconds)
        let started = try BackgroundThread("heartbeat") { [self] in
            var pulse = first
            while !isStopped.load(ordering: .acquiring) {
                bell.wait(atMost: .milliseconds(interval))
                beat(&pulse)
            }
            end(pulse)
        }
        thread.withLock { $0 = started }
    }

    /// Says that the program ends as planned. A heartbeat that nobody stops goes on as long as the process.
    public func stop() {
        isStopped.store(true, ordering: .releasing)
        bell.ring()
        thread.withLock { $0.take() }?.join()
    }

    /// The run that is being noted, and when it was last.
    private struct Pulse {
        var run: Int64
        var wall: Int64
        var steady: Int64
        var lost: UInt64 = 0
    }

    private func beat(_ pulse: inout Pulse) {
        let (wall, steady, lost) = (clock.milliseconds, clock.nanoseconds, lost())
        let jump = (wall - pulse.wall) - (steady - pulse.steady) / 1_000_000
        do {
            if abs(jump) > 2 * interval {
                try store.stopRun(pulse.run, at: pulse.wall)
                pulse.run = try store.startRun(at: wall)
            } else {
                try store.beat(pulse.run, at: wall)
            }
            try store.noteLost(Int64(lost - pulse.lost), now: wall)
            pulse = Pulse(run: pulse.run, wall: wall, steady: steady, lost: lost)
        } catch {
            // A database that is locked or full says so elsewhere; the next beat makes up for this one.
        }
    }

    private func end(_ pulse: Pulse) {
        do {
            try store.stopRun(pulse.run, at: max(pulse.wall, min(clock.milliseconds, pulse.wall + 2 * interval)))
        } catch {
            // Then this end looks like a crash, which is what it nearly is.
        }
    }
}
