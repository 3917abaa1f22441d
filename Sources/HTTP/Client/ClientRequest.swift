/// What a ``Client`` sends.
public struct ClientRequest: Sendable {
    public var method: Method
    /// Absolute, `http` or `https`, without user name and password.
    public var url: String
    /// Fields of the request. Those that frame the message (`Content-Length`, `Transfer-Encoding`, `Connection`,
    /// `Expect`) are the client's business and not sent from here. Without an `Accept-Encoding` of its own a
    /// request is answered unpacked; what it asks for is delivered as it comes.
    public var headers: Headers
    public var body: [UInt8]
    public var timeouts: Timeouts
    /// The largest body of an answer that is accepted, in bytes; nil for any.
    public var maximumBodyBytes: Int?

    /// How long each part of an exchange may take. Nil: as long as it likes.
    public struct Timeouts: Sendable {
        /// From the call to the established connection: name look-up, TLS, and the wait for a free
        /// connection when all that the host may have are busy. At most five minutes.
        public var connect: Duration? = .seconds(10)
        /// From the established connection to the head of the answer. A body that is still going out starts
        /// it again.
        public var firstByte: Duration? = .seconds(60)
        /// Between two parts of the answer's body, while the reader wants more.
        public var idle: Duration? = .seconds(60)
        /// From the call to the end of the answer, a slow reader's time included.
        public var total: Duration?

        public init() {}
    }

    public init(
        _ method: Method, _ url: String, headers: Headers = [:], body: [UInt8] = [], timeouts: Timeouts = Timeouts(),
        maximumBodyBytes: Int? = nil
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.timeouts = timeouts
        self.maximumBodyBytes = maximumBodyBytes
    }

    /// - Throws: `ClientError` when the address, the method or a field cannot be sent.
    func check() throws(ClientError) {
        var url = url
        if let refusal = url.withUTF8({ Self.refusal(ofURL: $0) }) { throw refusal }
        guard !method.rawValue.isEmpty, method.rawValue.utf8.allSatisfy(ASCII.isTokenCharacter),
            headers.areWellFormed
        else {
            throw ClientError(.invalidRequest, "The method or a header field holds a character that is not allowed.")
        }
    }

    /// Why an address cannot be asked; `nil` when it can.
    private static func refusal(ofURL bytes: UnsafeBufferPointer<UInt8>) -> ClientError? {
        func starts(with scheme: StaticString) -> Bool {
            guard bytes.count >= scheme.utf8CodeUnitCount else { return false }
            for index in 0..<scheme.utf8CodeUnitCount
            where ASCII.lowercased(bytes[index]) != scheme.utf8Start[index] {
                return false
            }
            return true
        }
        let isPlain = starts(with: "http://")
        guard isPlain || starts(with: "https://") else {
            return ClientError(.invalidURL, "The address does not start with http:// or https://.")
        }
        guard bytes.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else {
            return ClientError(.invalidURL, "The address holds a space or a control character.")
        }
        let authority = bytes.dropFirst(isPlain ? 7 : 8).prefix {
            $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#")
        }
        guard !authority.isEmpty, !authority.contains(UInt8(ascii: "@")) else {
            return ClientError(.invalidURL, "The address names no host, or a user.")
        }
        return nil
    }

    /// Where the request goes, for messages: scheme, host and port, without path and query, which may hold
    /// secrets.
    var origin: String {
        let parts = url.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count > 2, let host = parts[2].split(whereSeparator: { "?#".contains($0) }).first else {
            return "the address"
        }
        return "\(parts[0])//\(host)"
    }
}
