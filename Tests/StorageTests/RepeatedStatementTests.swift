import Testing

@testable import Storage

@Suite("A repeated statement")
struct RepeatedStatementTests {
    private static let migrations = [
        Migration("001") { db in
            try db.execute(
                """
                CREATE TABLE sample (
                    number INTEGER NOT NULL PRIMARY KEY,
                    flag   INTEGER NOT NULL,
                    value  REAL NOT NULL,
                    name   TEXT NOT NULL
                ) STRICT
                """)
        }
    ]
    private static let insertion = "INSERT INTO sample VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING"

    private let database: Database

    init() throws { database = try Database.inMemory(migrations: Self.migrations) }

    @Test("is run for each row, and says how many it touched")
    func rows() throws {
        let touched = try database.write { db in
            try db.repeating(Self.insertion) { insertion in
                try [1, 2, 1].map { number in
                    insertion.give(number)
                    insertion.give(number == 2)
                    insertion.give(0.5)
                    insertion.give(number == 2 ? "" : "Grüße")
                    return try insertion.run()
                }
            }
        }
        #expect(touched == [1, 1, 0])
        let rows = try database.read { db in
            try db.query("SELECT number, flag, value, name FROM sample ORDER BY number") {
                "\($0.int(0)) \($0.flag(1)) \($0.real(2)) \($0.text(3))"
            }
        }
        #expect(rows == ["1 false 0.5 Grüße", "2 true 0.5 "])
    }

    @Test("stores each row as it was given, however much it resembles the one before")
    func similarRows() throws {
        let rows: [(flag: Bool, value: Double, name: String)] = [
            (true, 0.5, "e\u{301}"), (true, 0.5, "\u{E9}"), (false, 1.5, "\u{E9}"), (false, 1.5, ""),
            (true, 1.5, "e"),
        ]
        try database.write { db in
            try db.repeating(Self.insertion) { insertion in
                for (number, row) in rows.enumerated() {
                    insertion.give(number)
                    insertion.give(row.flag)
                    insertion.give(row.value)
                    insertion.give(row.name)
                    try insertion.run()
                }
            }
        }
        let stored = try database.read { db in
            try db.query("SELECT flag, value, name FROM sample ORDER BY number") {
                "\($0.flag(0)) \($0.real(1)) \(Array($0.text(2).utf8))"
            }
        }
        #expect(stored == rows.map { "\($0.flag) \($0.value) \(Array($0.name.utf8))" })
    }

    @Test("is not run with too few or too many arguments", arguments: [3, 5])
    func count(of arguments: Int) throws {
        let error = #expect(throws: StorageError.self) {
            try database.write { db in
                try db.repeating(Self.insertion) { insertion in
                    for number in 0..<arguments { insertion.give(number) }
                    try insertion.run()
                }
            }
        }
        if arguments < 4 { #expect(error?.kind == .misuse) }
        #expect(try database.read { try $0.first("SELECT count(*) FROM sample") { $0.int(0) } } == 0)
    }

    @Test("does not store what is not a number, and goes on with the next row")
    func notANumber() throws {
        try database.write { db in
            try db.repeating(Self.insertion) { insertion in
                func give(_ value: Double, to insertion: inout RepeatedStatement) {
                    insertion.give(1)
                    insertion.give(true)
                    insertion.give(value)
                    insertion.give("name")
                }
                give(.nan, to: &insertion)
                do {
                    try insertion.run()
                    Issue.record("NaN was stored")
                } catch let error as StorageError {
                    #expect(error.kind == .misuse)
                }
                give(1, to: &insertion)
                #expect(try insertion.run() == 1)
            }
        }
    }

    @Test("takes its parameters in their order only")
    func order() throws {
        let error = #expect(throws: StorageError.self) {
            try database.write { db in
                try db.repeating("INSERT INTO sample VALUES ($2, $1, $3, $4)") { _ in }
            }
        }
        #expect(error?.kind == .misuse)
    }

    @Test("says why a row was refused")
    func refusedRow() throws {
        let error = #expect(throws: StorageError.self) {
            try database.write { db in
                try db.repeating(Self.insertion) { insertion in
                    insertion.give("no number")
                    insertion.give(true)
                    insertion.give(1.5)
                    insertion.give("name")
                    try insertion.run()
                }
            }
        }
        #expect(error?.kind == .constraint || error?.kind == .sql)
    }

    @Test("is left for others as it was found")
    func reused() throws {
        try database.write { db in
            try db.repeating(Self.insertion) { insertion in
                insertion.give(1)
                insertion.give(true)
            }
            try db.execute(Self.insertion, 7, true, 2.0, "seven")
        }
        #expect(
            try database.read { try $0.first("SELECT name FROM sample WHERE number = 7") { $0.text(0) } } == "seven")
    }
}
