import Synchronization

/// Takes a streamed body when there is no network.
final class CollectedBody: BodySink {
    private let collected = Mutex<[UInt8]>([])

    var bytes: [UInt8] { collected.withLock { $0 } }

    func write(_ bytes: [UInt8]) async throws {
        try Task.checkCancellation()
        collected.withLock { $0 += bytes }
    }
}
