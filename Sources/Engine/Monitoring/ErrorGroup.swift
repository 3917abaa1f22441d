/// Failures of one kind at one model.
public struct ErrorGroup: Sendable, Hashable {
    /// What went wrong, such as `http_503`.
    public let code: String
    /// The model that was asked; empty where there is none of that name.
    public let model: String
    public internal(set) var count = 1
    /// Milliseconds since 1970.
    public internal(set) var firstSeen: Int64
    /// Milliseconds since 1970.
    public internal(set) var lastSeen: Int64
    /// The HTTP status of the last.
    public internal(set) var status: Int
    /// What to do, as the last one said.
    public internal(set) var tip: String
    /// The last one's `x-request-id`.
    public internal(set) var lastRequestID: String

    mutating func add(_ other: ErrorGroup) {
        count += other.count
        firstSeen = min(firstSeen, other.firstSeen)
        guard other.lastSeen >= lastSeen else { return }
        lastSeen = other.lastSeen
        status = other.status
        tip = other.tip
        lastRequestID = other.lastRequestID
    }
}

/// The kinds of failure seen lately, the longest silent of which goes when there are too many.
struct ErrorGroups: Sendable {
    private static let limit = 100

    struct Key: Hashable {
        let code: String
        let model: String
    }

    private(set) var groups: [Key: ErrorGroup] = [:]

    /// The last seen first.
    var newest: [ErrorGroup] {
        groups.values.sorted { ($0.lastSeen, $0.count, $1.code) > ($1.lastSeen, $1.count, $0.code) }
    }

    mutating func add(_ group: ErrorGroup) {
        let key = Key(code: group.code, model: group.model)
        if groups[key] == nil, groups.count >= Self.limit,
            let oldest = groups.min(by: { $0.value.lastSeen < $1.value.lastSeen })
        {
            groups[oldest.key] = nil
        }
        groups[key]?.add(group)
        if groups[key] == nil { groups[key] = group }
    }

    mutating func add(_ other: ErrorGroups) {
        for group in other.groups.values { add(group) }
    }
}
