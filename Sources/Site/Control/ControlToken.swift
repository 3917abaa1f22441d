import Secrets

/// The key by which a server knows commands of this machine: whoever can read the data folder has it.
public struct ControlToken: Sendable {
    /// What follows `Bearer` in the header.
    public let text: String

    /// - Parameter text: long and random, visible ASCII.
    public init(_ text: String) {
        self.text = text
    }

    /// Whether an `Authorization` header carries this token. How long the answer takes tells nothing about the token
    /// but its length.
    func isCarried(by authorization: String?) -> Bool {
        guard let authorization else { return false }
        return SecretText.areEqual(authorization, "Bearer \(text)")
    }
}

extension ControlToken: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// A token that is printed by mistake is not told.
    public var description: String { "ControlToken" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
