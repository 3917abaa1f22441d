/// Why a tier did not do what it was asked. Neither keys nor values, addresses' passwords or tokens are in it.
public struct TierError: Error, Sendable, Hashable, CustomStringConvertible {
    public enum Kind: String, Sendable, CaseIterable {
        /// The address or the environment does not say where the tier is.
        case configuration
        /// Nobody answers there, or the connection broke.
        case unreachable
        case timeout
        /// The password or token is missing, wrong, or lacks the right.
        case unauthorized
        /// There is no room.
        case full
        /// It only reads, or still loads its data.
        case unavailable
        /// What is kept there is not what was put there; it has been removed.
        case garbage
        /// It said that it failed, for another reason.
        case refused
        /// What it says makes no sense.
        case malformed
        /// It was closed here.
        case closed
    }

    public let kind: Kind
    public let message: String
    public let tip: String

    public init(_ kind: Kind, _ message: String, tip: String) {
        self.kind = kind
        self.message = message
        self.tip = tip
    }

    public var description: String { "\(message) \(tip)" }
}
