/// A request the plan or its history has to refuse: what is wrong, and what to do about it.
public struct RoadmapError: Error, Sendable, CustomStringConvertible {
    public enum Kind: Sendable {
        /// Nothing of that name exists.
        case notFound
        /// A value cannot be what it is said to be.
        case invalid
        /// Somebody else was first; the present state is in the message.
        case conflict
        /// The change was made for a version that is no longer the present one.
        case outdated
        /// An idempotency key came back with another request.
        case keyReused
    }

    public let kind: Kind
    public let message: String
    public let tip: String
    /// The field of a form or body that is wrong, where one is.
    public let field: String?
    /// Names that exist and are close to the one asked for.
    public let closest: [String]

    public var description: String { tip.isEmpty ? message : "\(message) \(tip)" }

    public init(_ kind: Kind, _ message: String, tip: String, field: String? = nil, closest: [String] = []) {
        self.kind = kind
        self.message = message
        self.tip = tip
        self.field = field
        self.closest = closest
    }

    static func unknownMetric(_ name: String, closest: [String]) -> RoadmapError {
        RoadmapError(
            .notFound, "There is no metric “\(name)”.",
            tip: closest.isEmpty
                ? "`beast status` lists the metrics; they are defined in TARGETS.md."
                : "Did you mean \(alternatives(closest))?",
            field: "metric", closest: closest)
    }

    static func unknownMonth(_ month: Int, known: [Int]) -> RoadmapError {
        RoadmapError(
            .notFound, "The plan has no month \(month).",
            tip: known.isEmpty
                ? "The roadmap documents hold no months yet."
                : "It has months \(known[0]) to \(known[known.count - 1]).",
            field: "month")
    }

    static func unknownWeek(_ week: Int, month: Int, known: [Int]) -> RoadmapError {
        RoadmapError(
            .notFound, "Month \(month) has no week \(week).",
            tip: known.isEmpty
                ? "It has no weeks yet." : "It has weeks \(known.map(String.init).joined(separator: ", ")).",
            field: "week")
    }

    static func unknownTask(
        _ title: String, month: Int, week: Int, closest: [String], elsewhere: [PlanTask]
    ) -> RoadmapError {
        let tip: String
        if let other = elsewhere.first {
            tip = "“\(other.title)” is in month \(other.month), week \(other.week)."
        } else if closest.isEmpty {
            tip = "`beast status --month \(month)` lists the month's tasks."
        } else {
            tip = "Did you mean \(alternatives(closest))?"
        }
        return RoadmapError(
            .notFound, "Month \(month), week \(week) has no task “\(title)”.", tip: tip, field: "title",
            closest: elsewhere.isEmpty ? closest : elsewhere.map(\.title))
    }

    static func unknownTaskID(_ id: TaskID) -> RoadmapError {
        RoadmapError(
            .notFound, "There is no task “\(id)”.",
            tip: "`GET /api/v1/tasks` lists the ids. A task that was renamed in the documents has a new one.",
            field: "id")
    }

    private static func alternatives(_ names: [String]) -> String {
        names.map { "“\($0)”" }.joined(separator: " or ")
    }
}
