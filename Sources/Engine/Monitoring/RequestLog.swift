/// The record of single requests, for whoever looks into them. What looking costs does not grow with the traffic.
public protocol RequestLog: RequestHistory {
    /// The models that requests counted for, those that are gone included; empty stands for no model.
    func models() throws -> [String]

    /// Those who sent requests: not more than `limit`.
    func tenants(limit: Int) throws -> [String]

    /// What a request asked and was answered; `nil` where that was not kept.
    /// - Parameter number: the request's.
    func words(of number: UInt64) throws -> RequestContent?

    /// The requests that match as CSV (RFC 4180), the newest first, however many they are.
    func table(matching filter: RequestFilter) -> any RequestTable
}

/// A table of requests that is read piece by piece, so that a slow reader holds nothing of the database.
public protocol RequestTable: Sendable {
    /// The next lines, UTF-8; `nil` at the end. While a search finds nothing it may be an empty piece.
    mutating func next() throws -> [UInt8]?
}
