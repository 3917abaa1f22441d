import Markup
import Storage
import Synchronization

/// Finds words in the documents, the tasks and the metrics.
///
/// The index is SQLite's FTS5 in memory, made anew when the documents change; it holds nothing that is not in them.
public final class SearchIndex: Sendable {
    public struct Results: Sendable {
        public let documents: [DocumentHit]
        public let tasks: [TaskHit]
        public let metrics: [MetricHit]

        public var count: Int { documents.count + tasks.count + metrics.count }
    }

    public struct DocumentHit: Sendable {
        /// The document's name in addresses.
        public let name: String
        public let title: String
        public let anchor: String
        public let heading: String
        public let snippet: Highlighted
    }

    public struct TaskHit: Sendable {
        public let task: PlanTask
        public let title: Highlighted
    }

    public struct MetricHit: Sendable {
        public let metric: Metric
        public let title: Highlighted
    }

    private let database: Database
    private let indexed = Mutex<UInt64?>(nil)

    public init() throws {
        database = try Database.inMemory(migrations: [
            Migration("001-passages") { db in
                try db.execute(
                    """
                    CREATE VIRTUAL TABLE passage USING fts5 (
                        kind UNINDEXED, name UNINDEXED, anchor UNINDEXED, title, body, tokenize = 'porter unicode61'
                    )
                    """)
            }
        ])
    }

    /// What the words are found in, the best first; at most `limit` of each kind.
    ///
    /// Words match from their beginning (`cach` finds `caching`), in any order, and all of them have to be there.
    public func find(_ words: String, in documents: Documents, limit: Int = 20) throws -> Results {
        try index(documents)
        let query = Self.query(for: words)
        guard !query.isEmpty else { return Results(documents: [], tasks: [], metrics: []) }
        return try database.read { db in
            Results(
                documents: try hits("doc", query, limit, db) { name, anchor, heading, snippet in
                    documents.document(named: name).map {
                        DocumentHit(
                            name: name, title: $0.title, anchor: anchor, heading: heading.plain, snippet: snippet)
                    }
                },
                tasks: try hits("task", query, limit, db) { id, _, title, _ in
                    documents.plan.task(TaskID(id)).map { TaskHit(task: $0, title: title) }
                },
                metrics: try hits("metric", query, limit, db) { name, _, title, _ in
                    documents.plan.metrics.first { $0.name == name }.map { MetricHit(metric: $0, title: title) }
                })
        }
    }

    /// The passages of the documents that share most words with a question, the best first.
    public func passages(about question: String, in documents: Documents, limit: Int) throws -> [PassageID] {
        try index(documents)
        let words = question.lowercased().split { !$0.isLetter && !$0.isNumber }
            .filter { $0.count > 2 && !Self.commonWords.contains(String($0)) }
        guard !words.isEmpty else { return [] }
        let query = words.prefix(20).map { "\"\($0)\"" }.joined(separator: " OR ")
        return try database.read { db in
            try db.query(
                """
                SELECT name, anchor FROM passage
                WHERE passage MATCH $1 AND kind = 'doc' ORDER BY bm25(passage, 0, 0, 0, 3, 1), rowid LIMIT $2
                """, query, limit
            ) { PassageID(document: $0.text(0), anchor: $0.text(1)) }
        }
    }

    /// Words that say nothing about what a question is about.
    private static let commonWords: Set = [
        "the", "and", "for", "with", "that", "this", "are", "was", "were", "what", "which", "who", "how", "why", "when",
        "where", "does", "did", "can", "could", "should", "would", "will", "have", "has", "our", "you", "your", "from",
        "about", "there", "into", "tell", "please", "use", "get", "make",
    ]

    private func hits<Hit>(
        _ kind: String, _ query: String, _ limit: Int, _ db: Connection,
        make: (_ name: String, _ anchor: String, _ title: Highlighted, _ snippet: Highlighted) -> Hit?
    ) throws -> [Hit] {
        try db.query(
            """
            SELECT name, anchor, highlight(passage, 3, char(2), char(3)), snippet(passage, 4, char(2), char(3), '…', 28)
            FROM passage WHERE passage MATCH $1 AND kind = $2 ORDER BY bm25(passage, 0, 0, 0, 4, 1), rowid LIMIT $3
            """, query, kind, limit
        ) { make($0.text(0), $0.text(1), Highlighted($0.text(2)), Highlighted($0.text(3))) }
        .compactMap { $0 }
    }

    private func index(_ documents: Documents) throws {
        guard indexed.withLock({ $0 }) != documents.version else { return }
        try database.write { db in
            try db.execute("DELETE FROM passage")
            func add(_ kind: String, _ name: String, _ anchor: String, _ title: String, _ body: String) throws {
                try db.execute(
                    "INSERT INTO passage (kind, name, anchor, title, body) VALUES ($1, $2, $3, $4, $5)",
                    kind, name, anchor, title, body)
            }
            for document in documents.all {
                for passage in document.content.passages {
                    try add("doc", document.name, passage.anchor, passage.heading, passage.text)
                }
            }
            for task in documents.plan.tasks { try add("task", task.id.text, "", task.title, "") }
            for metric in documents.plan.metrics {
                try add("metric", metric.name, "", metric.title, "\(metric.name) \(metric.definition.plainText)")
            }
        }
        indexed.withLock { $0 = documents.version }
    }

    /// Each word in quotation marks, so that nothing a person types is read as FTS5's own syntax.
    private static func query(for words: String) -> String {
        words.split { !$0.isLetter && !$0.isNumber }.prefix(12).map { "\"\($0)\"*" }.joined(separator: " ")
    }
}

/// Text in which the words that were searched for stand out.
public struct Highlighted: Sendable, Hashable {
    public struct Part: Sendable, Hashable {
        public let text: String
        public let isMatch: Bool
    }

    public let parts: [Part]

    public var plain: String { parts.map(\.text).joined() }

    /// - Parameter marked: matches stand between the control characters 2 and 3.
    init(_ marked: String) {
        var parts: [Part] = []
        for (index, piece) in marked.split(separator: "\u{2}", omittingEmptySubsequences: false).enumerated() {
            guard index > 0, let end = piece.firstIndex(of: "\u{3}") else {
                parts.append(Part(text: piece.filter { $0 != "\u{3}" }, isMatch: false))
                continue
            }
            parts.append(Part(text: String(piece[..<end]), isMatch: true))
            parts.append(Part(text: String(piece[piece.index(after: end)...]), isMatch: false))
        }
        self.parts = parts.filter { !$0.text.isEmpty }
    }
}
