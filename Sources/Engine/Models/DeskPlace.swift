import Synchronization

/// A place at a model, given back once: by a verdict, or without one when nobody holds it any more.
final class DeskPlace: Sendable {
    let desk: ModelDesk
    private let clock: any EngineClock
    private let isLeft = Atomic(false)

    /// Waits for a place.
    init(at desk: ModelDesk, clock: any EngineClock) async throws(UpstreamTrouble) {
        try await desk.enter(at: clock.milliseconds)
        self.desk = desk
        self.clock = clock
    }

    deinit { leave(.abandoned) }

    func leave(_ verdict: ModelDesk.Verdict) {
        guard isLeft.compareExchange(expected: false, desired: true, ordering: .acquiringAndReleasing).exchanged else {
            return
        }
        desk.leave(verdict, at: clock.milliseconds)
    }
}
