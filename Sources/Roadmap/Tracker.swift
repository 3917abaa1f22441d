import Storage
import Synchronization

/// The plan and what happened to it: the one door through which pages, the API and the command line see both.
public final class Tracker: Sendable {
    public let library: Library
    public let calendar: ReportingCalendar
    public let clock: WallClock
    private let database: Database
    private let syncedPlan = Mutex<UInt64>(0)

    /// Opens the tracker's database in `data`, creating and migrating it as needed, and takes up the plan.
    /// - Throws: `StorageError` when the database cannot be used.
    public init(data: String, library: Library, calendar: ReportingCalendar, clock: WallClock) throws {
        self.library = library
        self.calendar = calendar
        self.clock = clock
        database = try Database(at: Tracker.databasePath(in: data), migrations: Schema.migrations)
        try takeUpPlan()
    }

    /// Where the tracker keeps its database.
    public static func databasePath(in data: String) -> String { data + "/beast.db" }

    public var now: Instant { clock.now }
    public var today: Day { calendar.day(of: now) }

    /// The plan as the documents say now, or as they last said while they could be read.
    public var plan: Plan { library.current.plan }

    /// Makes a change durable. Blocks the calling thread until it is on disk.
    @discardableResult
    public func perform<C: Change>(_ change: C) throws -> C.Outcome {
        try database.write { try change.apply($0) }
    }

    /// Makes a change durable. Suspends until it is on disk.
    @discardableResult
    public func perform<C: Change>(_ change: C) async throws -> C.Outcome {
        try await database.write { try change.apply($0) }
    }

    /// Answers questions about one moment: everything read inside belongs together.
    public func read<T>(_ body: (Progress) throws -> T) throws -> T {
        try takeUpPlan()
        let plan = plan
        let now = now
        return try database.read { try body(Progress(plan: plan, calendar: calendar, now: now, db: $0)) }
    }

    /// A number that changes whenever a page could look different: a document or a row has changed.
    public func revision() throws -> Revision {
        Revision(documents: library.refresh().version, rows: try database.revision())
    }

    public struct Revision: Sendable, Hashable {
        let documents: UInt64
        let rows: UInt64
    }

    public func backup(to path: String) throws { try database.backup(to: path) }

    public func integrityProblems() throws -> [String] { try database.integrityProblems() }

    /// Ends all work on the database, waiting for changes under way.
    public func close() { database.close() }

    /// Writes the plan's tasks into the database when they are not there yet.
    private func takeUpPlan() throws {
        let documents = library.refresh()
        guard documents.hasPlan, syncedPlan.withLock({ $0 }) != documents.version else { return }
        let plan = documents.plan
        if try database.read({ try PlanSync.isNeeded(for: plan, in: $0) }) {
            let sync = PlanSync(plan: plan, at: now, calendar: calendar)
            try database.write { try sync.apply($0) }
        }
        syncedPlan.withLock { $0 = documents.version }
    }
}
