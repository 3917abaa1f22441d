public import Engine
public import HTTP
import Storage
import Synchronization

/// The log of a running server: its messages and, if wanted, a line for every request.
///
/// It is written on a thread of its own. Whoever has something to log puts it in a queue and goes on; when the queue is
/// full, because nobody reads the log or its disk is full, what comes is counted and passed over, and the log says how
/// much as soon as it can.
public final class ServerLog: RequestObserver {
    /// The most that waits; some hundred bytes each.
    static let longestQueue = 16_384
    /// Bytes that are written at a time.
    private static let pieceBytes = 32 << 10

    private struct Queue {
        var waiting: [LogEntry] = []
        /// Passed over and not yet told of.
        var lost: UInt64 = 0
        var wantsReopening = false
        var isClosed = false
    }

    public let format: LogFormat
    private let target: LogTarget
    private let clock: any EngineClock
    private let queue = Mutex(Queue())
    private let lostEver = Atomic<UInt64>(0)
    private let bell = Bell()
    private let hasEnded = Monitor(false)

    /// - Parameter file: where it goes; `nil` for standard error.
    /// - Throws: `StorageError` when the file cannot be opened.
    public init(_ format: LogFormat, file: String? = nil, clock: any EngineClock) throws {
        self.format = format
        self.clock = clock
        target = try LogTarget(file: file)
        // Not joined but waited for: it may never end, when nobody reads.
        _ = try BackgroundThread("log", canWait: true) { [self] in
            run()
            hasEnded.change { $0 = true }
        }
    }

    /// Entries that did not get into the log.
    public var lost: UInt64 { lostEver.load(ordering: .relaxed) }

    /// Tells whoever looks after the server. Nothing secret may be in it.
    public func say(_ text: String, _ level: LogLevel = .info) {
        add(LogEntry(time: clock.milliseconds, event: .message(level, text)))
    }

    public func finished(_ opening: RequestOpening, _ record: RequestRecord) {
        guard format.hasRequests else { return }
        add(.request(opening, record))
    }

    /// Notes a request to the web server.
    /// - Parameter route: the pattern of its route.
    public func answered(_ exchange: Exchange, route: String?) {
        guard format.hasRequests else { return }
        add(LogEntry(time: clock.milliseconds, event: .exchange(LoggedExchange(exchange, route: route))))
    }

    /// Opens the file anew, as after it was moved aside. What is logged from now on is in the new one.
    public func reopen() {
        queue.withLock { $0.wantsReopening = true }
        bell.ring()
    }

    /// Writes what waits and ends, but waits for a slow reader no longer than `patience`.
    public func close(within patience: Duration = .seconds(2)) {
        queue.withLock { $0.isClosed = true }
        bell.ring()
        hasEnded.wait(atMost: patience) { $0 }
    }

    private func add(_ entry: LogEntry) {
        let isFirst = queue.withLock { queue in
            guard queue.waiting.count < Self.longestQueue, !queue.isClosed else {
                queue.lost += 1
                lostEver.add(1, ordering: .relaxed)
                return false
            }
            queue.waiting.append(entry)
            return queue.waiting.count == 1
        }
        if isFirst { bell.ring() }
    }

    // MARK: The thread

    private func run() {
        while true {
            let taken = queue.withLock { queue in
                defer { (queue.waiting, queue.lost, queue.wantsReopening) = ([], 0, false) }
                return queue
            }
            let problem = taken.wantsReopening ? reopenTarget() : nil
            write((problem.map { [$0] } ?? []) + taken.waiting, lost: taken.lost)
            if taken.isClosed { return }
            bell.wait()
        }
    }

    private func write(_ entries: [LogEntry], lost: UInt64) {
        var lines: [UInt8] = []
        var count: UInt64 = 0
        func flush() {
            if !lines.isEmpty, !target.write(lines) { lose(count) }
            (lines, count) = ([], 0)
        }
        for entry in entries {
            append(entry, to: &lines)
            count += 1
            if lines.count >= Self.pieceBytes { flush() }
        }
        flush()
        // After what was there before them.
        guard lost > 0 else { return }
        append(LogEntry(time: clock.milliseconds, event: .lost(lost)), to: &lines)
        if !target.write(lines) { queue.withLock { $0.lost += lost } }
    }

    private func lose(_ count: UInt64) {
        lostEver.add(count, ordering: .relaxed)
        queue.withLock { $0.lost += count }
    }

    private func append(_ entry: LogEntry, to lines: inout [UInt8]) {
        switch (format, entry.event) {
        case (.json, _): lines += entry.json.bytes
        case (.text, _): lines += Array(entry.text.utf8)
        case (.messages, .message(_, let text)): lines += Array(text.utf8)
        case (.messages, .lost(let count)): lines += Array(LogEntry.sentence(lost: count).utf8)
        case (.messages, _): return
        }
        lines.append(UInt8(ascii: "\n"))
    }

    /// - Returns: what there is to say about it.
    private func reopenTarget() -> LogEntry? {
        do {
            try target.reopen()
            return nil
        } catch {
            let text = "\(error) The log goes on where it was."
            return LogEntry(time: clock.milliseconds, event: .message(.error, text))
        }
    }
}
