import Synchronization

/// A request that has been received, read and noted.
public final class Admission: Sendable {
    let request: ChatRequest
    let caller: Caller
    /// `none` when its caller wants neither a kept answer nor that it is kept.
    let key: CacheKey
    let entry: OpenRequest
    /// The request as it came, and the version of the models that it was read under.
    let source: (body: [UInt8], version: Int)
    /// Of what it is answered from, where that has one.
    let revision: String?
    private let calls = Atomic(0)

    init(
        request: ChatRequest, caller: Caller, key: CacheKey, entry: OpenRequest,
        source: (body: [UInt8], version: Int), revision: String?
    ) {
        self.source = source
        self.revision = revision
        self.request = request
        self.caller = caller
        self.key = key
        self.entry = entry
    }

    /// Calls of upstreams so far.
    var attempts: Int {
        get { calls.load(ordering: .relaxed) }
        set { calls.store(newValue, ordering: .relaxed) }
    }

    /// Its answer may be kept.
    var isCacheable: Bool { !caller.controls.skipsKeeping }

    /// What is to be known of the request when it comes again.
    var known: RepeatedRequests.Known {
        RepeatedRequests.Known(
            key: key, model: request.model, revision: revision, isStreamed: request.isStreamed,
            wantsUsage: request.wantsUsage)
    }

    /// What the record says when no tier had an answer.
    var missOutcome: CacheOutcome { isCacheable && !caller.controls.skipsLookup ? .miss : .bypass }
}

extension RequestRecord {
    static func failed(_ error: RouterError, attempts: Int, cache: CacheOutcome) -> RequestRecord {
        var record = RequestRecord()
        record.outcome = error.status == 499 ? .cancelled : .failed
        record.status = error.status
        record.cache = cache
        record.attempts = attempts
        record.errorCode = error.code
        record.tip = error.tip
        return record
    }
}

extension RouterError {
    static let clientGone = RouterError(
        status: 499, "The client hung up.", type: "cancelled", code: "cancelled", tip: "Nothing is to be done.",
        source: .request)
}
