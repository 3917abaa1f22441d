/// Where it is remembered what was asked, so that it can be asked again.
///
/// It may forget everything at any time: then nothing is warmed until enough has been asked anew. What is told returns at
/// once, and no failure of the place is ever told to whoever asks a model.
///
/// A request is remembered only when its answer is kept, in the place where answers are kept, and both are purged
/// together. Its prompt stays there for as many days as its asks count (the answer may have expired by then).
public protocol AskedRequests: Sendable {
    /// Remembers a request whose answer has been kept. Asks add up; all else takes the place of what was known.
    func remember(_ request: AskedRequest, body: [UInt8])

    /// Adds to how often requests were asked on a day. Those that are not remembered are passed over.
    func count(_ asks: [(key: CacheKey, asks: Int)], on day: Int64)

    /// Forgets requests.
    func forget(_ keys: [CacheKey])

    /// Adds to what warming cost on a day, in micro-cents.
    func spend(_ cost: Int64, on day: Int64)

    /// Everything remembered, but for the bodies. What was told just before may not be in it yet.
    func all() throws -> [AskedRequest]

    /// The body of a request; `nil` when it is not remembered any more.
    func body(of key: CacheKey) throws -> [UInt8]?

    /// What warming cost on a day, in micro-cents.
    func spent(on day: Int64) throws -> Int64
}
