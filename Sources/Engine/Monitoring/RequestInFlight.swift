/// A request that has been received and not answered yet.
public struct RequestInFlight: Sendable, Hashable {
    public let opening: RequestOpening
    /// Nanoseconds on the clock that never goes back.
    let arrival: Int64

    /// How long it has been on its way, in milliseconds.
    func age(at now: Int64) -> Double { max(0, Double(now - arrival) / 1_000_000) }
}

/// Requests in flight, each at a place that is found again without looking.
struct FlightTable: Sendable {
    private var flights: [RequestInFlight?] = []
    private var free: [Int] = []

    var all: [RequestInFlight] { flights.compactMap { $0 } }

    mutating func add(_ flight: RequestInFlight) -> Int {
        if let place = free.popLast() {
            flights[place] = flight
            return place
        }
        flights.append(flight)
        return flights.count - 1
    }

    mutating func remove(_ place: Int) -> RequestInFlight? {
        guard let flight = flights[place] else { return nil }
        flights[place] = nil
        free.append(place)
        return flight
    }
}
