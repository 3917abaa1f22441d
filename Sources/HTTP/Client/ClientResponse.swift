/// The answer to a ``ClientRequest``: its head, and its body as a sequence of the parts as they arrive.
///
/// The body is read once, by one reader. Not more than about 64 KB wait for it: a slow reader slows the
/// sender down. Letting the response go before the end breaks the exchange off.
public final class ClientResponse: Sendable {
    public let status: Status
    /// The fields of the answer, without those of interim answers and trailers.
    public let headers: Headers
    private let transfer: Transfer
    /// Lives as long as something is to be read through it.
    private let client: Client

    init(_ head: Transfer.Head, _ transfer: Transfer, _ client: Client) {
        self.client = client
        status = head.status
        headers = head.headers
        self.transfer = transfer
    }

    deinit { transfer.cancel() }

    /// The rest of the body as a whole.
    ///
    /// - Throws: `ClientError`; `tooLarge` when it is longer than `limit` bytes, which ends the exchange.
    public func collect(upTo limit: Int) async throws(ClientError) -> [UInt8] {
        var body: [UInt8] = []
        while let part = try await transfer.next() {
            guard body.count + part.count <= limit else {
                transfer.cancel()
                throw .tooLarge(limit)
            }
            if body.isEmpty { body = part } else { body += part }
        }
        return body
    }
}

extension ClientResponse: AsyncSequence {
    public struct AsyncIterator: AsyncIteratorProtocol {
        let response: ClientResponse

        /// The next part of the body, never empty; nil after the last one.
        public mutating func next() async throws(ClientError) -> [UInt8]? {
            try await response.transfer.next()
        }

        public mutating func next(isolation actor: isolated (any Actor)?) async throws(ClientError) -> [UInt8]? {
            try await response.transfer.next()
        }
    }

    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(response: self)
    }
}
