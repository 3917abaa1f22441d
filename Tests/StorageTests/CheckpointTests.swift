import Foundation
import Testing

@testable import Storage

@Suite("The write-ahead log")
struct CheckpointTests {
    @Test("it stays bounded while there is never a moment without a reader")
    func bounded() throws {
        let scratch = try Scratch()
        let database = try scratch.database()
        let isOver = Monitor(false)
        let relay = Relay(database) { isOver.withLock { $0 } }
        let text = String(repeating: "x", count: 400_000)
        var largest = 0
        for number in 0..<120 {
            try database.write { db in
                try db.execute("INSERT OR REPLACE INTO note (id, text) VALUES ($1, $2)", number % 20, text)
            }
            largest = max(largest, try WriteAheadLog(of: scratch.path("test.db")).bytes)
        }
        isOver.change { $0 = true }
        #expect(relay.readings() > 1)
        #expect(largest > Checkpointer.longLog * 4_096 / 2, "48 MB went through it")
        #expect(largest < 2 * Checkpointer.keptBytes)
        #expect(try database.integrityProblems() == [])
    }
}

/// Two readers of which one always has its snapshot before the other gives its own back.
private final class Relay: Sendable {
    private let begun = Monitor(0)
    private let ended = Monitor(0)

    init(_ database: Database, until isOver: @escaping @Sendable () -> Bool) {
        for _ in 0..<2 {
            Thread.detachNewThread { [begun, ended] in
                while !isOver() {
                    try? database.read { db throws in
                        _ = try db.first("SELECT count(*) FROM note") { $0.int(0) }
                        let mine = begun.change { begun in
                            begun += 1
                            return begun
                        }
                        // Work that takes several commits long, so that no checkpoint finds all readers at the newest.
                        _ = try db.first("SELECT sum(length(replace(text, 'x', 'y'))) FROM note") { $0.optionalInt(0) }
                        // The other one has begun, or will not any more.
                        begun.wait { $0 > mine || isOver() ? true : nil }
                    }
                }
                begun.change { $0 += 1 }
                ended.change { $0 += 1 }
            }
        }
        begun.wait { $0 > 0 ? true : nil }
    }

    /// How many snapshots there were, when both readers have ended.
    func readings() -> Int {
        begun.change { $0 += 1 }
        ended.wait { $0 == 2 ? true : nil }
        return begun.withLock { $0 }
    }
}
