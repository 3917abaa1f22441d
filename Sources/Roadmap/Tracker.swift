import Storage
import Synchronization

/// The plan and what happened to it: the one door through which pages, the API and the command line see both.
public final class Tracker: Sendable {
    public let library: Library
    public let calendar: ReportingCalendar
    public let clock: WallClock
    private let database: Database
    /// The version of the documents whose tasks are known to be in the database.
    private let plannedVersion = Atomic<UInt64>(0)

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
    public var plan: Plan { library.refresh().plan }

    /// Makes a change durable. Blocks the calling thread until it is on disk.
    @discardableResult
    public func perform<C: Change>(_ change: C) throws -> C.Outcome {
        let sync = try takeUpPlan()
        return try database.write { db in
            try sync(db)
            return try change.apply(db)
        }
    }

    /// Makes a change durable. Suspends until it is on disk.
    @discardableResult
    public func perform<C: Change>(_ change: C) async throws -> C.Outcome {
        let sync = try takeUpPlan()
        return try await database.write { db in
            try sync(db)
            return try change.apply(db)
        }
    }

    /// Answers questions about one moment: everything read inside belongs together.
    public func read<T>(_ body: (Progress) throws -> T) throws -> T {
        let documents = library.refresh()
        let now = now
        for isLastTry in [false, true] {
            let answer = try database.read { db -> T? in
                let isUpToDate = try !documents.hasPlan || isLastTry || !PlanSync.isNeeded(for: documents.plan, in: db)
                return isUpToDate
                    ? try body(Progress(plan: documents.plan, calendar: calendar, now: now, db: db)) : nil
            }
            if let answer { return answer }
            // Another program may have taken up other documents since; these here are the ones to show.
            try takeUp(documents)
        }
        preconditionFailure("the second try always answers")
    }

    /// Answers a question of another room whose tables stand in this database.
    package func readRows<T>(_ body: (Connection) throws -> T) throws -> T { try database.read(body) }

    /// A number that is the same as before only when nothing was committed in between, by whichever process.
    package func rowsRevision() throws -> UInt64 { try database.revision() }

    /// What a page depends on; it changes whenever a page could look different.
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

    /// Writes the plan's tasks into the database when they are new.
    /// - Returns: what a change has to begin with, because another program may have taken up other documents since. It
    ///   costs one look-up when there is nothing to do.
    @discardableResult
    private func takeUpPlan() throws -> @Sendable (Connection) throws -> Void {
        let documents = library.refresh()
        if documents.version != plannedVersion.load(ordering: .acquiring) { try takeUp(documents) }
        return sync(of: documents)
    }

    /// Brings the database in line with documents, unless newer ones were read meanwhile.
    private func sync(of documents: Documents) -> @Sendable (Connection) throws -> Void {
        let sync = PlanSync(plan: documents.plan, at: now, calendar: calendar)
        return { [library] db in
            guard documents.hasPlan, library.current.version == documents.version else { return }
            try sync.apply(db)
        }
    }

    private func takeUp(_ documents: Documents) throws {
        guard documents.hasPlan else { return }
        let sync = sync(of: documents)
        do {
            try database.write { try sync($0) }
            plannedVersion.store(documents.version, ordering: .releasing)
        } catch let error as StorageError where [.full, .notWritable, .busy].contains(error.kind) {
            // Whoever reads still sees the tasks that are there; whoever writes is told of the same error by the change.
        }
    }
}
