/// The prepared statements of one connection, by their text; the least recently used goes when there are too many.
struct StatementCache {
    private let capacity: Int
    private var statements: [String: Statement] = [:]
    private var uses = 0

    init(capacity: Int = 128) { self.capacity = capacity }

    var count: Int { statements.count }

    /// The statement for `sql` unless there is none, or it is in the middle of an answer.
    mutating func idle(_ sql: String) -> Statement? {
        guard let statement = statements[sql], !statement.isRunning else { return nil }
        uses += 1
        statement.lastUse = uses
        return statement
    }

    mutating func keep(_ statement: Statement, for sql: String) {
        guard statements[sql] == nil else { return }
        if statements.count >= capacity, let oldest = statements.min(by: { $0.value.lastUse < $1.value.lastUse }) {
            statements[oldest.key] = nil
        }
        uses += 1
        statement.lastUse = uses
        statements[sql] = statement
    }

    mutating func removeAll() { statements = [:] }
}
