/// Where the producer of a streamed body writes to.
public struct BodyWriter: Sendable {
    private let sink: any BodySink

    init(_ sink: any BodySink) {
        self.sink = sink
    }

    /// Sends bytes at once; waits first while about 64 KB wait for a client that reads slowly.
    ///
    /// - Throws: `ClientGone` when the client has hung up or was cut off; `CancellationError` when the calling
    ///   task was cancelled otherwise.
    public func write(_ bytes: [UInt8]) async throws {
        if !bytes.isEmpty { try await sink.write(bytes) }
    }

    /// Sends text as UTF-8.
    public func write(_ text: String) async throws {
        try await write(Array(text.utf8))
    }
}

/// The client of a streamed answer has hung up, or was cut off because it read nothing or the server stops.
public struct ClientGone: Error, Sendable, Equatable {
    public init() {}
}

protocol BodySink: Sendable {
    func write(_ bytes: [UInt8]) async throws
}
