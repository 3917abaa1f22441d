import Synchronization

/// The duty to land a flight, met once: with an answer or an error, or by giving up when nobody holds it any more.
final class FlightLead: Sendable {
    private let flights: SingleFlight
    private let key: CacheKey
    private let hasLanded = Atomic(false)

    init(_ flights: SingleFlight, _ key: CacheKey) {
        self.flights = flights
        self.key = key
    }

    deinit { land(.abandoned) }

    func land(_ landing: SingleFlight.Landing) {
        guard hasLanded.compareExchange(expected: false, desired: true, ordering: .acquiringAndReleasing).exchanged
        else {
            return
        }
        flights.land(key, landing)
    }
}
