/// One thing that somebody may do.
public enum Scope: String, Sendable, CaseIterable {
    /// Look at pages and ask the API.
    case read
    case tasksWrite = "tasks:write"
    case metricsWrite = "metrics:write"
    case dogFoodWrite = "dogfood:write"
    /// Send requests to models.
    case chat
    /// Everything, accounts and tokens included.
    case admin

    /// What it lets somebody do, in words.
    public var summary: String {
        switch self {
        case .read: "look at pages and ask the API"
        case .tasksWrite: "tick tasks and take that back"
        case .metricsWrite: "record readings of metrics"
        case .dogFoodWrite: "count dog-fooding entries"
        case .chat: "send requests to models"
        case .admin: "everything, accounts and tokens included"
        }
    }
}

/// A set of scopes in one byte. Whoever may administer may do everything.
public struct Scopes: OptionSet, Sendable, Hashable {
    public let rawValue: UInt8

    public init(rawValue: UInt8) { self.rawValue = rawValue }

    public init(_ scopes: some Sequence<Scope>) {
        self = scopes.reduce(into: []) { $0.insert(Scopes($1)) }
    }

    public init(_ scope: Scope) {
        switch scope {
        case .read: self = .read
        case .tasksWrite: self = .tasksWrite
        case .metricsWrite: self = .metricsWrite
        case .dogFoodWrite: self = .dogFoodWrite
        case .chat: self = .chat
        case .admin: self = .admin
        }
    }

    public static let read = Scopes(rawValue: 1)
    public static let tasksWrite = Scopes(rawValue: 2)
    public static let metricsWrite = Scopes(rawValue: 4)
    public static let dogFoodWrite = Scopes(rawValue: 8)
    public static let chat = Scopes(rawValue: 16)
    public static let admin = Scopes(rawValue: 32)

    /// Whether a scope is among them, or implied.
    public func allow(_ scope: Scope) -> Bool { contains(Scopes(scope)) || contains(.admin) }

    /// In the order in which help lists them.
    public var list: [Scope] { Scope.allCases.filter { contains(Scopes($0)) } }
}
