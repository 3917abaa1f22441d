import Storage

/// One thing that happens to the plan: it writes its rows and its line of the activity in one transaction, or nothing.
public protocol Change: Sendable {
    associatedtype Outcome: Sendable

    /// Writes the change.
    /// - Throws: `RoadmapError` when the present state refuses it.
    func apply(_ db: Connection) throws -> Outcome
}
