import HTTP
import JSON
import Roadmap

extension Site {
    /// Answers with what a question to the tracker gives, kept until something changes.
    func answer(_ request: Request, _ body: (Progress) throws -> JSON) throws -> Reply {
        try file(request, type: .json) { Array((try body($0)).bytes) }
    }

    /// Makes a change durable and answers with what came of it; once, when the request carries an `Idempotency-Key`.
    func change<C: Change>(
        _ request: Request, _ change: C, status: Status = .ok, etag: (@Sendable (JSON) -> String?)? = nil,
        answer: @escaping @Sendable (C.Outcome) -> JSON
    ) throws -> Reply {
        let key = try IdempotencyKey(request)
        return .later {
            let text: String
            if let key {
                text = try await self.tracker.perform(
                    Once(change, key: key.text, request: key.fingerprint, now: self.tracker.now) { answer($0).text })
            } else {
                text = answer(try await self.tracker.perform(change)).text
            }
            var response = Response.json(Array(text.utf8), status: status, cache: .noStore)
            if let etag, let tag = etag(try JSON(parsing: text)) { response.headers["ETag"] = tag }
            return response
        }
    }
}

/// The key by which a client makes sure that a repeated request changes nothing twice.
struct IdempotencyKey {
    let text: String
    /// Of everything that makes the request what it is.
    let fingerprint: String

    /// - Throws: `HTTPError` 400 for a key that is not 1 to 255 visible ASCII characters.
    init?(_ request: Request) throws {
        guard let text = request.headers["Idempotency-Key"] else { return nil }
        guard (1...255).contains(text.utf8.count), text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw HTTPError.badRequest(
                "An Idempotency-Key is 1 to 255 visible ASCII characters.", tip: "A random UUID is a good one.")
        }
        self.text = text
        // FNV-1a, 64 bits; a client can only confuse itself with a collision.
        var hash: UInt64 = 14_695_981_039_346_656_037
        for byte in request.body { hash = (hash ^ UInt64(byte)) &* 1_099_511_628_211 }
        fingerprint = "\(request.method) \(request.rawTarget) \(request.body.count) \(String(hash, radix: 16))"
    }
}
