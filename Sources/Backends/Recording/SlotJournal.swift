public import Engine
import Glibc
import Synchronization

/// The log that no request escapes.
///
/// A request is written into a slot of a memory-mapped file when it arrives and again when it is answered: no system
/// call, no lock that anybody holds for long. A thread of its own moves finished slots into the database.
///
/// The contract: **once `finish` has returned, the request is in the database after the next start at the latest**, with
/// what became of it, exactly once, however the process ends. A request that `begin` has returned for and `finish` has
/// not is recorded as `cancelled` then (status 499, code `interrupted`). So whoever calls `finish` before the last byte
/// of an answer leaves has every request whose answer a client received. Three things are outside: a power cut may take
/// the last half minute; a request that finds the disk full is kept in memory only, which `problem` says; texts longer
/// than a slot has room for are cut.
public final class SlotJournal: RequestJournal {
    /// What the last run left behind.
    public struct Recovery: Sendable, Hashable {
        /// Requests that were finished and not yet in the database.
        public internal(set) var finished = 0
        /// Requests that were in flight.
        public internal(set) var interrupted = 0
        /// Slots of which nothing could be read, as a power cut may leave them.
        public internal(set) var torn = 0
    }

    public let recovery: Recovery
    private let table: SlotTable
    private let overflow = Overflow()
    private let drain: JournalDrain
    private let sequence: Atomic<UInt64>

    /// Opens the journal, and records what the last run left in it.
    /// - Parameters:
    ///   - folder: of the journal alone; created if need be. One process at a time can have it.
    ///   - retention: how long requests are kept, in milliseconds; `nil` for ever. Their sums stay.
    /// - Throws: `JournalProblem`, or `StorageError` when what was left cannot be recorded.
    public init(folder: String, store: RequestStore, clock: any EngineClock, retention: Int64? = nil) throws {
        let (recovery, last) = try JournalRecovery.run(folder: folder, store: store)
        self.recovery = recovery
        sequence = Atomic(max(last, try store.lastNumber()) >> SlotTable.indexBits)
        table = SlotTable(folder: folder)
        try table.begin()
        drain = try JournalDrain(
            table: table, overflow: overflow, store: store, clock: clock, retention: retention)
    }

    deinit { close() }

    public func begin(_ opening: RequestOpening) -> UInt64 {
        let sequence = sequence.wrappingAdd(1, ordering: .relaxed).newValue << SlotTable.indexBits
        guard let index = table.take(shortage: drain.hurry), let slot = table.slot(index) else {
            let number = sequence | UInt64(SlotTable.none)
            overflow.open(number, opening)
            return number
        }
        let number = sequence | UInt64(index)
        slot.open(number, opening)
        return number
    }

    /// A number that is not open any more is ignored.
    public func finish(_ number: UInt64, _ record: RequestRecord) {
        let index = UInt32(truncatingIfNeeded: number) & SlotTable.none
        if index == SlotTable.none {
            guard overflow.finish(number, record) else { return }
        } else {
            guard let slot = table.slot(index), slot.finish(number, record) else { return }
            table.noteFinished(index)
        }
        drain.noteWork()
    }

    /// How many requests are not recorded and never will be: of this run, and of the slots that the last one left torn.
    public var lost: UInt64 { overflow.counts.lost + UInt64(recovery.torn) }

    /// What is not as it should be, `nil` when all is.
    public var problem: JournalProblem? {
        let (waiting, lost) = overflow.counts
        if lost > 0 {
            return JournalProblem(
                message: "\(lost) requests were not recorded: neither journal nor memory had room for them.",
                tip: (table.problem ?? drain.problem)?.tip ?? "Keep more space free on that disk.")
        }
        if waiting > 0, let cause = table.problem {
            return JournalProblem(
                message: "\(waiting) requests are kept in memory only. \(cause.message)", tip: cause.tip)
        }
        return drain.problem ?? table.problem
    }

    /// Waits until the database has everything that was finished before the call.
    /// - Throws: `JournalProblem` when it cannot be written.
    public func flush() throws { try drain.flush() }

    /// Records what is finished and gives the folder back. What is still in flight is recorded at the next start.
    public func close() {
        drain.stop(isAbandoned: false)
        table.unlock()
    }

    /// Ends as a killed process does: what is finished stays in the slots.
    func abandon() { drain.stop(isAbandoned: true) }
}
