import Storage

/// What a request asked and was answered, as it was kept.
public struct StoredContent: Sendable, Hashable {
    /// Of the request.
    public let number: UInt64
    /// Milliseconds since 1970.
    public let keptAt: Int64
    /// The request's JSON, cut at its end where it is longer than is kept.
    public let prompt: String
    /// The answer's JSON, likewise; empty when there was none.
    public let answer: String

    public init(number: UInt64, keptAt: Int64, prompt: String, answer: String) {
        self.number = number
        self.keptAt = keptAt
        self.prompt = prompt
        self.answer = answer
    }
}

extension RequestStore {
    /// What a request asked and was answered; `nil` where that was not kept.
    public func content(of number: UInt64) throws -> StoredContent? {
        try database.read { db in
            try db.first(RequestContentSchema.selection, Int64(bitPattern: number)) { row in
                StoredContent(number: number, keptAt: row.integer(0), prompt: row.text(1), answer: row.text(2))
            }
        }
    }

    func add(_ contents: [StoredContent]) throws {
        try database.write { db in
            for content in contents {
                try db.execute(
                    RequestContentSchema.insertion, Int64(bitPattern: content.number), content.keptAt, content.prompt,
                    content.answer)
            }
        }
    }

    /// Removes every prompt and answer: what is switched off is not to lie around from before.
    public func forgetContents() throws {
        try database.write { db in
            guard try db.first("SELECT 1 FROM request_content LIMIT 1", row: { _ in true }) == true else { return }
            // Or what was deleted would stay readable in free pages of the file, unless the library was built otherwise.
            try db.execute("PRAGMA secure_delete = ON")
            try db.execute("DELETE FROM request_content")
        }
    }
}
