import Foundation
import Roadmap
import Secrets
import Storage
import Synchronization

@testable import Access

/// Accounts, sessions and tokens in a database file of a test's own, under a clock that the test sets.
final class TestBook: Sendable {
    let folder: String
    let tracker: Tracker
    let book: AccessBook
    let desk: SignInDesk
    let clock: TestClock

    init() throws {
        folder = NSTemporaryDirectory() + "access-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder + "/roadmap", withIntermediateDirectories: true)
        clock = TestClock("2026-01-09T12:00:00Z")
        tracker = try Self.tracker(folder, clock)
        let sign: @Sendable (String) -> String = {
            Digest.keyed(Array($0.utf8), secret: [UInt8](repeating: 3, count: 32)).hexadecimal
        }
        book = try AccessBook(tracker, sign: sign)
        desk = SignInDesk(book, passwords: try PasswordDesk(cost: .least), clock: tracker.clock, sign: sign)
    }

    deinit {
        tracker.close()
        _ = try? FileManager.default.removeItem(atPath: folder)
    }

    private static func tracker(_ folder: String, _ clock: TestClock) throws -> Tracker {
        try Tracker(
            data: folder + "/data", library: Library(folder: folder + "/roadmap"),
            calendar: ReportingCalendar(zone: try TimeZoneRules(named: "UTC")), clock: clock.wall)
    }

    /// Another program on the same data, such as a command.
    func another() throws -> Tracker { try Self.tracker(folder, clock) }

    static let author = Author("ada", by: .commandLine, credential: "login ada")
    static let place = SignInDesk.Place(address: "192.0.2.1", browser: "Test", device: nil)

    @discardableResult
    func account(_ name: String, _ role: Role = .editor, password: String = "long enough words") async throws -> Account
    {
        try await desk.add(name, password: password, role: role, by: Self.author)
    }

    @discardableResult
    func token(_ name: String, _ grant: TokenGrant, days: Int64? = nil) async throws -> (
        token: AccessToken, text: String
    ) {
        try await book.perform(
            AddToken(
                name, grant, expiresAt: days.map { clock.now.adding(seconds: $0 * 86_400) }, by: Self.author,
                at: clock.now))
    }

    /// What was done, oldest first, as `action subject`.
    func audit() throws -> [String] {
        try tracker.read { try $0.audit(1_000) }.reversed().map { "\($0.action) \($0.subject)" }
    }
}

/// A clock that shows what the test sets.
final class TestClock: Sendable {
    private let shown: Mutex<Instant>

    init(_ text: String) { shown = Mutex(Instant(rfc3339: text) ?? Instant(milliseconds: 0)) }

    var now: Instant { shown.withLock { $0 } }
    var wall: WallClock { WallClock { self.now } }

    func advance(_ duration: Duration) { shown.withLock { $0 = $0 + duration } }
}

extension AccessBook.TokenOutcome {
    var principal: Principal? { if case .good(let principal) = self { principal } else { nil } }
    var reason: String? { if case .over(let reason) = self { reason } else { nil } }
    var isUnknown: Bool { if case .unknown = self { true } else { false } }
}

/// Any statement, as a change.
struct Statement: Change {
    let sql: String

    func apply(_ db: Connection) throws { try db.execute(sql) }
}
