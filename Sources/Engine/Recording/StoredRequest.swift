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

    /// The model that the request counts for: the one that answered, else the one asked for. Empty where no model of
    /// this router was asked for, so that clients cannot make up names to count by.
    public var model: String {
        if !record.modelServed.isEmpty { return record.modelServed }
        return record.errorCode == Self.unknownModel ? "" : opening.modelAsked
    }

    /// The error code of requests for a model that there is not.
    public static let unknownModel = "model_not_found"
}
