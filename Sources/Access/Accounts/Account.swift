import Roadmap
import Storage

/// A person who can sign in.
public struct Account: Sendable, Hashable, Identifiable {
    public let id: Int64
    /// Unique, whether in capitals or not.
    public let name: String
    public let role: Role
    public let createdAt: Instant

    static let columns = "id, name, role, created_at"

    init(_ row: Row) throws {
        id = row.integer(0)
        name = row.text(1)
        role = try Role(stored: row.text(2))
        createdAt = try Instant(stored: row.text(3))
    }

    /// A name as it may be given to an account: 1 to 40 letters, digits, `.`, `-`, `_` or `@`.
    /// - Throws: `RoadmapError` for the field `name`.
    public static func checked(name: String) throws(RoadmapError) -> String {
        let isPlain = name.allSatisfy { $0.isLetter || $0.isNumber || ".-_@".contains($0) }
        guard isPlain, (1...40).contains(name.count), name.utf8.count <= 160 else {
            throw RoadmapError(
                .invalid, "“\(name.prefix(40))” cannot be the name of an account.",
                tip: "Use 1 to 40 letters, digits, dots, hyphens, underscores or @.", field: "name")
        }
        return name
    }

    /// A password as it may be chosen: 10 characters or more, 1,000 at most, and not the name.
    /// - Throws: `RoadmapError` for the field `password`.
    public static func checked(password: String, for name: String) throws(RoadmapError) -> String {
        guard password.count >= 10, password.utf8.count <= 1_000 else {
            throw RoadmapError(
                .invalid, password.count < 10 ? "The password is too short." : "The password is too long.",
                tip: "Choose 10 characters or more; a few random words are easy to keep in mind.", field: "password")
        }
        guard password.lowercased() != name.lowercased() else {
            throw RoadmapError(
                .invalid, "The password is the name.", tip: "Choose another that nobody guesses.", field: "password")
        }
        return password
    }

    /// Every account, by name.
    public static func all(in tracker: Tracker) throws -> [Account] {
        try tracker.readRows { db in
            try db.query("SELECT \(columns) FROM account ORDER BY key") { try Account($0) }
        }
    }

    static func find(_ name: String, in db: Connection) throws -> Account {
        let found = try db.first("SELECT \(columns) FROM account WHERE key = $1", name.lowercased()) { try Account($0) }
        guard let found else {
            throw RoadmapError(
                .notFound, "There is no account “\(name.prefix(40))”.", tip: "`beast user list` lists the accounts.",
                field: "name")
        }
        return found
    }
}

extension Role {
    /// - Throws: `StorageError` for text that no version of this program has written.
    init(stored text: String) throws {
        guard let role = Role(rawValue: text) else {
            throw StorageError(
                .corrupt, "The database holds the unknown role “\(text)”.",
                tip: "It was written by another version of beast; use that one.")
        }
        self = role
    }
}
