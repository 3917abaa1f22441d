/// What went wrong with stored data, and what the person reading it can do about it.
///
/// Carries the SQL that failed but never its arguments: they may be anything a person typed.
public struct StorageError: Error, Sendable, Equatable {
    public enum Kind: String, Sendable, CaseIterable {
        /// The file, or the folder around it, cannot be written.
        case notWritable
        /// No room left on the disk or within a quota.
        case full
        /// The database was made by a newer version of the program.
        case newerSchema
        /// The file is not a SQLite database, or is another program's.
        case notADatabase
        /// The file is a database but damaged.
        case corrupt
        /// Another process kept the database, or the data folder, to itself for too long.
        case busy
        /// A rule of the schema (`NOT NULL`, `CHECK`, `UNIQUE`, foreign key, `STRICT` type) refused the data.
        case constraint
        /// The SQL does not compile or does not run.
        case sql
        /// The program used the database in a way that cannot work.
        case misuse
        /// The database was closed before.
        case closed
        /// The file or folder cannot be opened or created.
        case cannotOpen
        /// The operating system failed to read or write, or memory ran out.
        case system
    }

    public let kind: Kind
    /// One sentence that says what happened.
    public let message: String
    /// One sentence that says what to do.
    public let tip: String
    /// The statement that failed, without its arguments.
    public let sql: String?

    public init(_ kind: Kind, _ message: String, tip: String, sql: String? = nil) {
        self.kind = kind
        self.message = message
        self.tip = tip
        self.sql = sql
    }

    static func misuse(_ message: String, tip: String, sql: String? = nil) -> StorageError {
        StorageError(.misuse, message, tip: tip, sql: sql)
    }

    static let closed = StorageError(
        .closed, "The database is closed.", tip: "Open it again; nothing that was answered as done is lost.")
}

extension StorageError: CustomStringConvertible {
    public var description: String {
        "\(message) \(tip)" + (sql.map { " SQL: \($0)" } ?? "")
    }
}
