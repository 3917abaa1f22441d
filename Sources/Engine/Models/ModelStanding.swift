/// A model and how it is doing, for whoever looks at it.
public struct ModelStanding: Sendable, Hashable {
    public enum Circuit: String, Sendable, CaseIterable {
        case closed, open
        case halfOpen = "half-open"
    }

    public let model: Model
    /// Whether requests reach it: `open` keeps them away for a while after failures.
    public let circuit: Circuit
    public let inFlight: Int
    /// Requests that wait for a place.
    public let waiting: Int
    /// Milliseconds to the first byte, lately; `nil` while nothing was measured.
    public let latency: Double?
}

extension ModelRegistry {
    /// Every model, in the order of the configuration.
    public func standings(at now: Int64) -> [ModelStanding] {
        all.map { desk in
            let standing = desk.standing(at: now)
            let circuit: ModelStanding.Circuit =
                switch standing.circuit {
                case .closed: .closed
                case .open: .open
                case .halfOpen: .halfOpen
                }
            return ModelStanding(
                model: desk.model, circuit: circuit, inFlight: standing.inFlight, waiting: standing.waiting,
                latency: standing.latency > 0 ? standing.latency : nil)
        }
    }
}
