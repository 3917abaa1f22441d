import Roadmap
import Storage

/// A sign-in that was refused, for the audit.
struct RefusedSignIn: Sendable {
    /// The account whose password was wrong; nil for a name that no account has, which is not kept: it may be a password
    /// that was typed into the wrong field.
    let account: String?
    let address: String
    let at: Instant

    func record(in db: Connection) throws {
        try AuditEntry.record(
            "session.refused", subject: account ?? "no such account", by: Author("nobody", by: .web, address: address),
            at: at, in: db)
    }
}
