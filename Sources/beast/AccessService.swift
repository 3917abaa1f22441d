import Access
import Backends
import Configuration
import Roadmap
import Secrets
import Site
import Storage

/// Who is let in to a running server.
struct AccessService {
    let gate: Gate
    private let passwords: PasswordDesk
    private let book: AccessBook

    /// - Parameter control: what commands of this machine show; nil where none reach in.
    init(_ settings: Settings, tracker: Tracker, secret: InstallationSecret, control: ControlToken?) throws {
        let sign: @Sendable (String) -> String = { secret.fingerprint(of: Array($0.utf8)).hexadecimal }
        book = try AccessBook(
            tracker,
            limits: SessionLimits(
                idle: .seconds(settings.access.idle.value), absolute: .seconds(settings.access.absolute.value)),
            sign: sign)
        passwords = try PasswordDesk()
        gate = Gate(
            book: book, desk: SignInDesk(book, passwords: passwords, clock: tracker.clock, sign: sign),
            policy: AccessPolicy(settings), control: control)
    }

    /// Writes down now and then who was here, until the task is cancelled.
    func keepBook(_ say: @escaping @Sendable (String, LogLevel) -> Void) -> Task<Void, Never> {
        let book = book
        return Task.detached(priority: .utility) {
            while !Task.isCancelled {
                do {
                    try await Task.sleep(for: .seconds(5))
                    try await book.writeDown()
                } catch is CancellationError {
                    return
                } catch {
                    say("When sessions and tokens were used could not be written down. \(error)", .warning)
                }
            }
        }
    }

    /// Writes down what is not yet, and ends.
    func close() {
        let book = book
        do {
            try waiting { try await book.writeDown() }
        } catch {
            // Only when somebody was last here is lost, and the database's trouble is told elsewhere.
        }
        passwords.close()
    }

    /// The link that makes the first account, while there is none.
    func welcomeLink(at address: String) -> String? {
        guard !book.hasAccounts else { return nil }
        return gate.welcome.text.map { "\(address)/welcome?code=\($0)" }
    }
}

extension AccessPolicy {
    /// What is open on this machine's own address, and closed on every other unless the settings say so.
    init(_ settings: Settings) {
        let access = settings.access
        let byAddress: Settings.Access.Door =
            Settings.Access.isLoopback(settings.host.value) ? .open : .signedIn
        self.init(
            readingIsOpen: (access.reading?.value ?? byAddress) == .open,
            writingIsOpen: access.writing.value == .open, chatIsOpen: (access.chat?.value ?? byAddress) == .open,
            proxy: access.proxy.map {
                TrustedProxy(
                    addresses: Set($0.addresses), header: $0.header, role: $0.role.flatMap(Role.init(rawValue:)))
            })
        hasTLS = settings.tls != nil
    }
}
