public import Engine
import Storage
import Synchronization

/// L3: answers in a database file of its own, which may be deleted or damaged at any time: the system gets slower, never
/// wrong.
///
/// An answer is kept in memory until a thread of the tier's own has written it, together with others, so that no request
/// waits for the disk. Each row carries a checksum; what does not match is not served. Where the file fails, or is no
/// longer the one that was opened, it is removed and made anew.
///
/// One process at a time is meant to use the file. Cutting off `cache.db-shm` under a running process is the one thing
/// that is not survived, as SQLite has it mapped; deleting it is.
public final class SQLiteTier: CacheTier {
    /// A kept question, by which it can be found again by meaning.
    public struct Question: Sendable, Hashable {
        public let key: CacheKey
        public let text: String
    }

    public struct Statistics: Sendable, Hashable {
        /// Answers and questions with what they take besides, in bytes; what waits to be written is not in it.
        public let bytes: Int
        public let capacity: Int
        /// How often the file had to be made anew since the start.
        public let rebuilds: Int
        /// Answers that were not kept, because too many waited for the disk already.
        public let dropped: Int
        /// Answers that had not expired and made room for others, since the start.
        public let evictions: UInt64
    }

    public let name = "l3"
    private let file: AnswerFileKeeper
    private let clock: any EngineClock

    /// Opens the file, or makes it anew when that fails.
    /// - Parameters:
    ///   - path: of the database, usually `cache.db`.
    ///   - capacity: in bytes.
    /// - Throws: when there can be no such file, for want of room or rights.
    public init(at path: String, capacity: Int, clock: any EngineClock) throws {
        file = try AnswerFileKeeper(at: path, capacity: capacity, clock: clock)
        self.clock = clock
    }

    deinit { close() }

    /// What was asked, remembered in the same file; it has a bound of its own.
    public var askedRequests: any AskedRequests { AskedRequestFile(file: file) }

    public var statistics: Statistics { file.statistics }

    public func answer(for key: CacheKey) async throws -> KeptAnswer? {
        if let waiting = file.waiting(for: key) { return waiting.expiresAt > clock.milliseconds ? waiting : nil }
        switch try file.read({ try AnswerFile.answer(for: key, in: $0) }) {
        case .none?, nil: return nil
        case .damaged(let exact)?:
            file.forget(exact)
            return nil
        case .answer(let found, let answer)?:
            // An index that points to another row's answer is as damaged as a body.
            guard found == key else {
                file.rebuild()
                return nil
            }
            return answer.expiresAt > clock.milliseconds ? answer : nil
        }
    }

    /// Returns at once; the answer is found from now on. What the disk says about it is thrown by the next call.
    public func keep(_ answer: KeptAnswer, for key: CacheKey) async throws {
        guard answer.expiresAt > clock.milliseconds else { return }
        try file.keep(answer, for: key)
    }

    /// Returns when the answers are gone, also from the disk.
    public func purge() async throws { try await file.purge() }

    public func contents() async throws -> TierContents? {
        let entries = try file.read { try AnswerFile.count(in: $0) }
        let statistics = statistics
        return entries.map {
            TierContents(
                entries: $0, bytes: statistics.bytes, capacity: statistics.capacity, evictions: statistics.evictions)
        }
    }

    /// Hands over every question that can be found by meaning and has not expired, the oldest first, a few hundred at a
    /// time, without holding anything up.
    public func forEachQuestion(_ body: (Question) throws -> Void) throws {
        var number: Int64 = 0
        while let rows = try file.read({ try AnswerFile.questions(after: number, at: clock.milliseconds, in: $0) }),
            let last = rows.last
        {
            for row in rows {
                if case .answer(let key, let answer) = row.reading {
                    try body(Question(key: key, text: answer.question))
                }
            }
            number = last.number
        }
    }

    /// Waits until what has been kept is on disk, expired answers are gone and the bound is kept.
    /// - Throws: what the disk says.
    public func flush() throws { try file.flush() }

    /// Writes what waits and gives the file back.
    public func close() { file.close() }
}
