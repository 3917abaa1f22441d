/// What an account may do.
public enum Role: String, Sendable, CaseIterable, Comparable {
    /// Looks.
    case viewer
    /// Works on the plan as well: ticks, readings, entries, alerts, undoing; and sends requests to models.
    case editor
    /// Does everything, accounts and tokens included.
    case administrator

    public var scopes: Scopes {
        switch self {
        case .viewer: .read
        case .editor: [.read, .tasksWrite, .metricsWrite, .dogFoodWrite, .chat]
        case .administrator: [.read, .tasksWrite, .metricsWrite, .dogFoodWrite, .chat, .admin]
        }
    }

    public static func < (first: Role, second: Role) -> Bool { first.scopes.rawValue < second.scopes.rawValue }
}
