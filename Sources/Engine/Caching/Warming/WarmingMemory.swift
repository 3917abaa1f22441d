/// What the router tells of requests, so that they can be asked again.
public final class WarmingMemory: Sendable {
    let asked: any AskedRequests
    let firstAsks = FirstAsks()

    public init(_ asked: any AskedRequests) {
        self.asked = asked
    }
}
