import Engine

@testable import Backends

/// Requests to record.
enum Requests {
    static let arrival: Int64 = 1_800_000_000_000

    static func opening(_ id: String = "4bf92f3577b34da6", at instant: Int64 = arrival) -> RequestOpening {
        RequestOpening(id: id, receivedAt: instant, tenant: "team-a", modelAsked: "auto", isStreamed: true)
    }

    static var answered: RequestRecord {
        var record = RequestRecord()
        record.cache = .semantic
        record.similarity = 0.96875
        record.modelServed = "custom:größe"
        record.attempts = 2
        record.usage = Usage(input: 120, cachedInput: 20, output: 45)
        record.cost = 4_275
        record.saving = 120_000
        record.queued = 0.25
        record.firstByte = 12.5
        record.total = 250.125
        return record
    }

    static var failed: RequestRecord {
        var record = RequestRecord()
        record.outcome = .failed
        record.status = 503
        record.cache = .miss
        record.errorCode = "http_503"
        record.tip = "The endpoint has trouble of its own: try again, and check its status."
        record.total = 3
        return record
    }

    static func stored(_ number: UInt64, at instant: Int64 = arrival, _ record: RequestRecord = answered)
        -> StoredRequest
    {
        StoredRequest(number: number, opening: opening("id-\(number)", at: instant), record: record)
    }
}
