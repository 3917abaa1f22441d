import Secrets
import Synchronization

/// The code that lets whoever started the server make the first account, once.
public final class Welcome: Sendable {
    private let code: Mutex<String?>

    public init() { code = Mutex(SecretText.random(32)) }

    /// Nil once it was used.
    public var text: String? { code.withLock { $0 } }

    public func accepts(_ given: String) -> Bool {
        code.withLock { $0.map { SecretText.areEqual($0, given) } ?? false }
    }

    /// It has done its work.
    public func close() { code.withLock { $0 = nil } }
}
