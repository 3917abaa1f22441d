import Roadmap
import Secrets
import Synchronization

/// Takes names and passwords and begins sessions.
public final class SignInDesk: Sendable {
    /// Why somebody was not let in.
    public enum Refusal: Error, Sendable, Equatable {
        /// Name or password is wrong; which of the two is not told.
        case wrong
        /// Too many wrong ones: to be tried again in so many seconds.
        case tooMany(seconds: Int)
        /// Too many people sign in at this moment.
        case busy
    }

    /// A session that has begun.
    public struct Opening: Sendable {
        public let account: Account
        /// What the session's cookie holds.
        public let secret: String
        /// What the browser shows at its next sign-in, to be counted apart from those who guess.
        public let device: String
    }

    /// Where somebody signs in.
    public struct Place: Sendable {
        public let address: String
        /// The browser's name for itself.
        public let browser: String
        /// What it was given at an earlier sign-in.
        public let device: String?

        public init(address: String, browser: String, device: String?) {
            self.address = address
            self.browser = browser
            self.device = device
        }
    }

    private let book: AccessBook
    private let passwords: PasswordDesk
    private let clock: WallClock
    private let sign: @Sendable (String) -> String
    private let throttle = Mutex(SignInThrottle())

    /// - Parameter sign: makes of a text another that only this installation can make.
    public init(
        _ book: AccessBook, passwords: PasswordDesk, clock: WallClock, sign: @escaping @Sendable (String) -> String
    ) {
        self.book = book
        self.passwords = passwords
        self.clock = clock
        self.sign = sign
    }

    /// Begins a session.
    /// - Throws: `Refusal`, or what the database says.
    public func signIn(_ name: String, password: String, at place: Place) async throws -> Opening {
        let keys = SignInThrottle.keys(name: name, address: place.address, device: knownDevice(place.device, of: name))
        var known: (account: Account, hash: String)?
        let isRight = try await tried(keys) {
            known = try book.password(of: name)
            return try await matches(known?.hash, password)
        }
        guard isRight, let known else {
            book.note(RefusedSignIn(account: known?.account.name, address: place.address, at: clock.now))
            throw Refusal.wrong
        }
        throttle.withLock { $0.noteRight(keys) }
        return try await open(known.account, checked: known.hash, at: place)
    }

    /// Begins a session for an account that has proved itself in another way.
    public func open(_ account: Account, checked hash: String? = nil, at place: Place) async throws -> Opening {
        let secret = SecretText.random(43)
        try await book.perform(
            StartSession(
                of: account.id, checked: hash, secret: secret, address: place.address, browser: place.browser,
                at: clock.now))
        return Opening(account: account, secret: secret, device: device(of: account.name))
    }

    /// Makes an account.
    /// - Throws: `RoadmapError` for what no account can have, `Refusal.busy`, or what the database says.
    public func add(
        _ name: String, password: String, role: Role, isFirst: Bool = false, by author: Author
    ) async throws -> Account {
        // Before the hash, which is dear.
        _ = try Account.checked(name: name)
        let hash = try await hash(try Account.checked(password: password, for: name))
        return try await book.perform(
            AddAccount(name, role: role, hash: hash, isFirst: isFirst, by: author, at: clock.now))
    }

    /// Gives an account another password.
    public func change(
        _ account: Account, to password: String, keeping session: Int64?, by author: Author
    ) async throws {
        let hash = try await hash(try Account.checked(password: password, for: account.name))
        try await book.perform(
            ChangePassword(of: account.name, to: hash, keeping: session, by: author, at: clock.now))
    }

    /// Whether a password is an account's, asked by somebody who is signed in to it.
    /// - Throws: `Refusal`.
    public func confirm(_ account: Account, password: String, at place: Place) async throws {
        let keys = SignInThrottle.keys(
            name: account.name, address: place.address, device: knownDevice(place.device, of: account.name))
        let isRight = try await tried(keys) {
            try await matches(try book.password(of: account.name)?.hash, password)
        }
        guard isRight else {
            book.note(RefusedSignIn(account: account.name, address: place.address, at: clock.now))
            throw Refusal.wrong
        }
    }

    /// Looks at a password unless too many wrong ones were tried.
    private func tried(_ keys: [SignInThrottle.Key], _ look: () async throws -> Bool) async throws -> Bool {
        let pause = throttle.withLock { $0.begin(keys, at: clock.now) }
        guard pause == 0 else { throw Refusal.tooMany(seconds: pause) }
        do {
            let isRight = try await look()
            if isRight { throttle.withLock { $0.takeBack(keys) } }
            return isRight
        } catch {
            throttle.withLock { $0.takeBack(keys) }
            throw error
        }
    }

    private func matches(_ hash: String?, _ password: String) async throws -> Bool {
        // Longer than any account's, and not worth hashing.
        guard password.utf8.count <= 1_000 else { return false }
        do {
            return try await passwords.matches(hash, password)
        } catch is PasswordDesk.Busy {
            throw Refusal.busy
        }
    }

    private func hash(_ password: String) async throws -> String {
        do {
            guard let hash = try await passwords.hash(password) else { throw Refusal.busy }
            return hash
        } catch is PasswordDesk.Busy {
            throw Refusal.busy
        }
    }

    // MARK: Devices

    private func device(of name: String) -> String {
        let nonce = SecretText.random(16)
        return nonce + "." + sign("device \(name.lowercased()) \(nonce)")
    }

    /// The device's name, when it was given at a sign-in to this account.
    private func knownDevice(_ device: String?, of name: String) -> String? {
        guard let device, device.utf8.count <= 200, let dot = device.firstIndex(of: ".") else { return nil }
        let nonce = device[..<dot]
        let wanted = sign("device \(name.lowercased()) \(nonce)")
        return SecretText.areEqual(String(device[device.index(after: dot)...]), wanted) ? String(nonce) : nil
    }
}
