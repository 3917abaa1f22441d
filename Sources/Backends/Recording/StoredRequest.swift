public import Engine

/// A request with what became of it, as it is kept.
public struct StoredRequest: Sendable, Hashable {
    /// Unique for ever and ascending with the time of arrival.
    public let number: UInt64
    public let opening: RequestOpening
    public let record: RequestRecord

    public init(number: UInt64, opening: RequestOpening, record: RequestRecord) {
        self.number = number
        self.opening = opening
        self.record = record
    }
}

extension RequestRecord {
    /// What is recorded of a request that was in flight when the program ended.
    static var interrupted: RequestRecord {
        var record = RequestRecord()
        record.outcome = .cancelled
        record.status = 499
        record.errorCode = "interrupted"
        record.tip = "The program ended before the answer did: send the request again."
        return record
    }
}
