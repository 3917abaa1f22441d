/// What the engine needs of the world around it. Each role is small enough to be played by a few lines in a test.

/// Text as a point, so that texts that mean the same lie close together.
public protocol Embedder: Sendable {
    /// How many numbers an embedding has.
    var dimensions: Int { get }

    /// The text's embedding, of length 1. Texts longer than the model reads are cut at its end.
    /// - Throws: when the model cannot be used (any more).
    func embed(_ text: String) throws -> [Float]

    /// How many tokens of the text the model reads.
    func tokenCount(of text: String) throws -> Int

    /// Whether it works, as far as is known.
    var standing: EmbedderStanding { get }
}

/// One of the slower places where answers are kept: L2 or L3.
public protocol CacheTier: Sendable {
    /// `l2` or `l3`, for headers and pages.
    var name: String { get }

    /// The answer kept under a key, unless it has expired.
    /// - Throws: when the tier does not work; the engine then switches it off for a while.
    func answer(for key: CacheKey) async throws -> KeptAnswer?

    /// Keeps an answer until it expires.
    func keep(_ answer: KeptAnswer, for key: CacheKey) async throws

    /// Forgets every answer.
    func purge() async throws

    /// How much it holds; `nil` when it cannot tell.
    func contents() async throws -> TierContents?
}

extension CacheTier {
    public func contents() async throws -> TierContents? { nil }
}

/// Whoever serves models: an endpoint reached over the network, or one built in.
public protocol Upstream: Sendable {
    /// Sends a chat request and returns when the answer begins.
    ///
    /// - Parameter body: the request as JSON, with the upstream's own id of the model.
    /// - Throws: `UpstreamTrouble`. When the calling task is cancelled the call stops at once.
    func send(_ body: [UInt8], to model: Model, isStreamed: Bool) async throws(UpstreamTrouble) -> UpstreamAnswer

    /// Another one whenever the same request may be answered otherwise than before, where that is known: what was kept
    /// under the former one is not given any more.
    var revision: String? { get }
}

extension Upstream {
    public var revision: String? { nil }
}

/// Whoever makes embeddings for models that are not built in.
public protocol EmbeddingUpstream: Sendable {
    /// Sends a request for embeddings and returns the answer's JSON.
    ///
    /// - Parameter body: the request as JSON, with the upstream's own id of the model.
    /// - Throws: `UpstreamTrouble`. When the calling task is cancelled the call stops at once.
    func embed(_ body: [UInt8], with model: Model) async throws(UpstreamTrouble) -> [UInt8]
}

/// What an upstream answers with.
public enum UpstreamAnswer: Sendable {
    case whole([UInt8])
    /// The bytes of a stream of server-sent events as they arrive. Reading slowly slows the upstream down; no longer
    /// reading, or cancelling the task that reads, ends the call.
    case stream(any UpstreamStream)
}

/// A stream that is read by one reader, piece by piece.
public protocol UpstreamStream: Sendable {
    /// The next bytes; `nil` at the end.
    func next() async throws(UpstreamTrouble) -> [UInt8]?
}

/// The log that no request escapes: it survives the process being killed.
public protocol RequestJournal: Sendable {
    /// Notes that a request has been received.
    /// - Returns: the number by which to finish it.
    func begin(_ opening: RequestOpening) -> UInt64

    /// Notes what became of it. What is noted here is there after a crash.
    func finish(_ number: UInt64, _ record: RequestRecord)
}

/// Whoever wants to hear of every request that has ended, such as a log.
public protocol RequestObserver: Sendable {
    /// Returns at once, whatever becomes of what it hears. It is called after the request is on record, by the thread that
    /// ended it, which holds no lock.
    func finished(_ opening: RequestOpening, _ record: RequestRecord)
}

/// Time as the engine sees it.
public protocol EngineClock: Sendable {
    /// Milliseconds since 1970.
    var milliseconds: Int64 { get }
    /// Nanoseconds since some fixed instant; never goes back.
    var nanoseconds: Int64 { get }

    func sleep(milliseconds: Int64) async throws
}
