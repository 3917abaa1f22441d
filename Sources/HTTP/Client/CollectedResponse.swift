/// The answer to a ``ClientRequest``, after its end.
public struct CollectedResponse: Sendable {
    public let status: Status
    /// The fields of the answer, without those of interim answers and trailers.
    public let headers: Headers
    /// As far as it came.
    public let body: [UInt8]
    /// Why the body is not whole; `nil` when it is.
    public let failure: ClientError?
}
