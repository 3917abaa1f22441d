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
    private struct Seat: Sendable {
        var flight: RequestInFlight
        var isTaken: Bool
    }

    /// One that is free keeps the last request it had: taking it out would cost as much as counting it.
    private var seats: [Seat] = []
    private var free: [Int] = []

    var all: [RequestInFlight] { seats.filter(\.isTaken).map(\.flight) }

    /// The request at a place, also right after it was removed.
    subscript(place: Int) -> RequestInFlight { seats[place].flight }

    /// Takes a request in and gives back what was at its place, so that no string is counted up or freed in here.
    mutating func add(_ flight: inout RequestInFlight) -> Int {
        guard let place = free.popLast() else {
            seats.append(Seat(flight: flight, isTaken: true))
            return seats.count - 1
        }
        swap(&seats[place].flight, &flight)
        seats[place].isTaken = true
        return place
    }

    /// - Returns: whether there was one.
    mutating func remove(_ place: Int) -> Bool {
        guard seats[place].isTaken else { return false }
        seats[place].isTaken = false
        free.append(place)
        return true
    }
}
