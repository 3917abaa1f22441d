import Synchronization

/// Numbers for names that come from outside, so that no flood of them fills memory or a metrics server: names beyond the
/// limit share the number of `other`.
public final class BoundedNames: Sendable {
    public static let other = "other"

    private struct State {
        var names = [BoundedNames.other]
        var numbers: [String: Int] = [BoundedNames.other: 0]
    }

    private let limit: Int
    private let state = Mutex(State())

    /// - Parameter limit: how many names are told apart.
    public init(limit: Int) {
        self.limit = limit
    }

    /// The name's number, from 0.
    public func number(of name: String) -> Int {
        state.withLock { state in
            if let number = state.numbers[name] { return number }
            guard state.names.count <= limit else { return 0 }
            state.names.append(name)
            state.numbers[name] = state.names.count - 1
            return state.names.count - 1
        }
    }

    /// The names by their numbers.
    public var all: [String] { state.withLock { $0.names } }
}
