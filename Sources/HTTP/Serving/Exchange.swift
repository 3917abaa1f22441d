/// A request that is over, and how it was answered.
public struct Exchange: Sendable {
    public let request: Request
    /// Of the answer, even if it did not get through; `nil` when the client was gone before there was one.
    public let status: Status?
    /// From the request's head to the last byte that was handed to the system.
    public let nanoseconds: Int64

    public init(request: Request, status: Status?, nanoseconds: Int64) {
        self.request = request
        self.status = status
        self.nanoseconds = nanoseconds
    }
}
