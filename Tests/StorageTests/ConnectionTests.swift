import Testing

@testable import Storage

@Suite("Statements, arguments and rows")
struct ConnectionTests {
    let database: Database

    init() throws { database = try Database.inMemory(migrations: notes) }

    @Test("every kind of value comes back as it went in")
    func roundTrip() throws {
        try database.write { db throws in
            try db.execute("CREATE TABLE v (t TEXT, i INTEGER, r REAL, f INTEGER, b BLOB) STRICT")
            try db.execute(
                "INSERT INTO v VALUES ($1, $2, $3, $4, $5)", "naïve 🧪 \u{0} end", Int64.min, -0.25, true,
                [0, 255] as [UInt8])
            try db.execute("INSERT INTO v VALUES ($1, $2, $3, $4, $5)", "", 7, 1e308, false, [] as [UInt8])
            try db.execute("INSERT INTO v VALUES ($1, $2, $3, $4, $5)", nil, nil, nil, nil, nil)
        }
        try database.read { db throws in
            let text = try db.query("SELECT t FROM v ORDER BY rowid") { $0.optionalText(0) }
            #expect(text == ["naïve 🧪 \u{0} end", "", nil])
            #expect(try db.query("SELECT i FROM v ORDER BY rowid") { $0.optionalInteger(0) } == [Int64.min, 7, nil])
            #expect(try db.query("SELECT r FROM v ORDER BY rowid") { $0.optionalReal(0) } == [-0.25, 1e308, nil])
            #expect(try db.query("SELECT f FROM v ORDER BY rowid") { $0.optionalFlag(0) } == [true, false, nil])
            #expect(try db.query("SELECT b FROM v ORDER BY rowid") { $0.optionalBlob(0) } == [[0, 255], [], nil])
            #expect(try db.first("SELECT i FROM v WHERE t = ''") { ($0.int(0)) } == 7)
            #expect(try db.first("SELECT $1", 3) { $0.real(0) } == 3)
        }
    }

    @Test("an optional binds its value or NULL")
    func optionals() throws {
        let some: String? = "x"
        let none: String? = nil
        try database.read { db throws in
            #expect(try db.first("SELECT $1", some) { $0.optionalText(0) } == "x")
            #expect(try db.first("SELECT $1 IS NULL", none) { $0.flag(0) } == true)
        }
    }

    @Test("parameters go by their number, in any order and as often as needed")
    func parameters() throws {
        try database.read { db throws in
            let row = try db.first("SELECT $2, $1, $2 || $3", "a", "b", "c") { [$0.text(0), $0.text(1), $0.text(2)] }
            #expect(row == ["b", "a", "bc"])
            let ten = try db.first("SELECT $10||$9||$8||$7||$6||$5||$4||$3||$2||$1", 0, 1, 2, 3, 4, 5, 6, 7, 8, 9) {
                $0.text(0)
            }
            #expect(ten == "9876543210")
        }
    }

    @Test(
        "parameters of another form, or with a gap, are refused",
        arguments: ["SELECT ?", "SELECT :a", "SELECT $2", "SELECT $a"])
    func otherParameters(sql: String) throws {
        let error = try database.read { db in storageError { _ = try db.first(sql, "x") { _ in } } }
        #expect(error?.kind == .misuse)
        #expect(error?.sql == sql)
    }

    @Test("a NaN is refused, infinity is not")
    func numbers() throws {
        try database.read { db throws in
            #expect(storageError { _ = try db.first("SELECT $1", Double.nan) { _ in } }?.kind == .misuse)
            #expect(try db.first("SELECT $1", Double.infinity) { $0.real(0) } == .infinity)
        }
    }

    @Test("a wrong number of arguments is an error", arguments: [[], ["a"], ["a", "b", "c"]])
    func argumentCount(arguments: [String]) throws {
        let error = try database.read { db throws in
            storageError {
                switch arguments.count {
                case 0: _ = try db.query("SELECT $1, $2") { _ in }
                case 1: try db.execute("SELECT $1, $2", arguments[0])
                default: try db.forEach("SELECT $1, $2", arguments[0], arguments[1], arguments[2]) { _ in }
                }
            }
        }
        #expect(error?.kind == .misuse)
        #expect(error?.message.contains("takes 2 arguments but was given \(arguments.count)") == true)
    }

    @Test("a script runs statement by statement; comments and stray semicolons are nothing")
    func scripts() throws {
        try database.write { db throws in
            try db.execute(
                """
                -- first
                INSERT INTO note (text) VALUES ('a; b');;
                /* second */ INSERT INTO note (text) VALUES ('c') ; -- end
                """)
            try db.execute(" -- nothing at all\n")
            #expect(try db.query("SELECT text FROM note ORDER BY id; -- done") { $0.text(0) } == ["a; b", "c"])
            #expect(storageError { _ = try db.query("SELECT 1; SELECT 2") { _ in } }?.kind == .misuse)
            #expect(storageError { _ = try db.query("") { _ in } }?.kind == .misuse)
        }
    }

    @Test("reading a column as what it is not is an error that names it")
    func misreading() throws {
        try database.read { db throws in
            let null = storageError { _ = try db.first("SELECT NULL AS hole") { $0.text(0) } }
            #expect(null?.kind == .misuse)
            #expect(null?.message.contains("hole") == true)
            #expect(storageError { _ = try db.query("SELECT 'x'") { $0.integer(0) } }?.kind == .misuse)
            #expect(storageError { _ = try db.query("SELECT 1") { $0.optionalText(0) } }?.kind == .misuse)
            #expect(storageError { _ = try db.query("SELECT 1") { $0.int(1) } }?.kind == .misuse)
            #expect(storageError { _ = try db.query("SELECT 1") { $0.int(-1) } }?.kind == .misuse)
            #expect(try db.query("SELECT 1") { $0.int(0) } == [1], "the statement is usable again afterwards")
        }
    }

    @Test("an error carries the SQL but never its arguments")
    func errors() throws {
        let error = storageError {
            try database.write { db throws in
                try db.execute("INSERT INTO note (id, text) VALUES ($1, $2)", 1, "secret")
                try db.execute("INSERT INTO note (id, text) VALUES ($1, $2)", 1, "secret")
            }
        }
        #expect(error?.kind == .constraint)
        #expect(error?.sql == "INSERT INTO note (id, text) VALUES ($1, $2)")
        #expect(error?.message.contains("note.id") == true)
        #expect(error?.description.contains("secret") == false)
        #expect(storageError { try database.write { try $0.execute("SELEC 1") } }?.kind == .sql)
    }

    @Test("the same statement may run inside its own rows")
    func nestedStatements() throws {
        try database.write { try $0.execute("INSERT INTO note (text) VALUES ('a'), ('b')") }
        let pairs = try database.read { db throws in
            try db.query("SELECT text FROM note ORDER BY id") { outer in
                try db.query("SELECT text FROM note ORDER BY id") { outer.text(0) + $0.text(0) }
            }
        }
        #expect(pairs == [["aa", "ab"], ["ba", "bb"]])
    }

    @Test("an error thrown in the middle of an answer leaves the connection usable")
    func interruptedAnswer() throws {
        struct Enough: Error {}
        try database.write { try $0.execute("INSERT INTO note (text) VALUES ('a'), ('b')") }
        var seen = 0
        #expect(throws: Enough.self) {
            try database.read { db throws in
                try db.forEach("SELECT text FROM note") { _ in
                    seen += 1
                    throw Enough()
                }
            }
        }
        #expect(seen == 1)
        #expect(try database.count() == 2)
    }

    @Test("changes and the last id are those of the last statement")
    func counters() throws {
        let (changes, id) = try database.write { db throws in
            try db.execute("INSERT INTO note (id, text) VALUES (41, 'a')")
            try db.add("b")
            let id = db.lastInsertedID
            try db.execute("UPDATE note SET text = text || '!'")
            return (db.changes, id)
        }
        #expect(changes == 2)
        #expect(id == 42)
    }

    @Test("more statements than the cache holds all work, and the cache stays bounded")
    func cacheIsBounded() throws {
        try database.read { db throws in
            for number in 0..<500 {
                #expect(try db.first("SELECT \(number)") { $0.int(0) } == number)
            }
            #expect(try db.first("SELECT 0") { $0.int(0) } == 0)
        }
        var cache = StatementCache(capacity: 3)
        let handle = try Connection.Handle(path: Connection.Handle.memory, creating: true)
        for sql in ["SELECT 1", "SELECT 2", "SELECT 3", "SELECT 1", "SELECT 4"] where cache.idle(sql) == nil {
            cache.keep(try #require(try Statement.prepare(sql[...], of: handle)).statement, for: sql)
        }
        #expect(cache.count == 3)
        #expect(cache.idle("SELECT 1") != nil)
        #expect(cache.idle("SELECT 2") == nil, "the least recently used one went")
    }

    @Test("a connection that outlives its closure is refused")
    func escapedConnection() throws {
        var escaped: Connection?
        try database.read { escaped = $0 }
        let connection = try #require(escaped)
        #expect(storageError { try connection.execute("SELECT 1") }?.kind == .misuse)
        #expect(storageError { _ = try connection.query("SELECT 1") { _ in } }?.kind == .misuse)
    }
}
