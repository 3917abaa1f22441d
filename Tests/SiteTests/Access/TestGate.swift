import Access
import Roadmap
import Secrets

@testable import Site

/// Gates for tests: passwords cost next to nothing.
enum TestGate {
    static func make(_ tracker: Tracker, _ policy: AccessPolicy, control: ControlToken? = nil) throws -> Gate {
        let sign: @Sendable (String) -> String = {
            Digest.keyed(Array($0.utf8), secret: [UInt8](repeating: 7, count: 32)).hexadecimal
        }
        let book = try AccessBook(tracker, sign: sign)
        let desk = SignInDesk(book, passwords: try PasswordDesk(cost: .least), clock: tracker.clock, sign: sign)
        return Gate(book: book, desk: desk, policy: policy, control: control)
    }
}
