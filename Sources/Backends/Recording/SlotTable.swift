import Storage
import Synchronization

/// All slots: which are free, which are finished, and where each is.
///
/// The lists are sharded by thread. A slot goes back to the list it came from, and the last one freed is taken first, so
/// that few pages are in use.
final class SlotTable: Sendable {
    /// Slots are told apart by this many bits of a request's number; the highest value stands for none.
    static let indexBits: UInt64 = 20
    static let none: UInt32 = (1 << 20) - 1
    private static let shardCount = 8
    private static let slotsPerShard = SlotSegment.slots / shardCount
    private static let largestCount = Int(none) / SlotSegment.slots

    private struct Lists {
        var free: [UInt32] = []
        var finished: [UInt32] = []
    }

    private final class Shard: Sendable {
        let lists = Mutex(Lists())
    }

    private struct Growth {
        /// Segments live as long as the table, which is what lets `slot` look one up without counting references.
        var segments: [SlotSegment] = []
        var problem: JournalProblem?
        var isBlocked = false
    }

    /// Segments beyond which requests wait a moment for a slot before there are more: 32 MB. What is recorded more slowly
    /// than it comes in slows it down, instead of taking memory without end.
    private static let comfortable = 16
    /// How long, and how often, at most; after that the table grows all the same.
    private static let patience = Duration.milliseconds(10)
    private static let waits = 10

    private let folder: String
    private let shards = (0..<shardCount).map { _ in Shard() }
    private let growth = Mutex(Growth())
    private let bases: SegmentBases
    /// How often slots were freed.
    private let freeings = Monitor(0)

    init(folder: String) {
        self.folder = folder
        bases = SegmentBases(capacity: Self.largestCount)
    }

    /// Why there could be no more slots when they were last needed.
    var problem: JournalProblem? { growth.withLock { $0.problem } }

    /// After a failure nobody tries for a new segment again until this is called: it takes too long for each request.
    func retryGrowth() { growth.withLock { $0.isBlocked = false } }

    /// Slots are free again and nothing waits without one.
    func forgetProblem() { growth.withLock { $0.problem = nil } }

    var segmentCount: Int { growth.withLock { $0.segments.count } }

    func slot(_ index: UInt32) -> Slot? { bases.slot(index) }

    /// A slot for the caller alone, `nil` when there is none and none can be made.
    /// - Parameter shortage: is called before waiting for one that is freed.
    func take(shortage: () -> Void = {}) -> UInt32? {
        let home = ThreadShard.index(below: Self.shardCount)
        if let index = takeFree(from: home) ?? awaitFree(from: home, shortage) { return index }
        return growth.withLock { growth in
            // Somebody else may have grown the table meanwhile.
            if let index = takeFree(from: home) { return index }
            guard !growth.isBlocked else { return nil }
            do throws(JournalProblem) {
                try grow(&growth)
            } catch {
                growth.problem = error
                growth.isBlocked = true
                return nil
            }
            return takeFree(from: home)
        }
    }

    func noteFinished(_ index: UInt32) {
        shard(of: index).lists.withLock { $0.finished.append(index) }
    }

    /// Takes what is finished.
    func takeFinished() -> [UInt32] {
        shards.flatMap { shard in
            shard.lists.withLock { lists in
                defer { lists.finished.removeAll(keepingCapacity: true) }
                return lists.finished
            }
        }
    }

    func free(_ indices: some Sequence<UInt32>) {
        var freed = [[UInt32]](repeating: [], count: Self.shardCount)
        for index in indices {
            slot(index)?.free()
            freed[Self.shardNumber(of: index)].append(index)
        }
        // Each lock once: a thread that stands back for others must not be stopped while they wait for it.
        for (shard, indices) in zip(shards, freed) where !indices.isEmpty {
            shard.lists.withLock { $0.free.append(contentsOf: indices) }
        }
        freeings.change { $0 += 1 }
    }

    /// Adds the first segment.
    func begin() throws(JournalProblem) {
        try growth.withLock { growth throws(JournalProblem) in try grow(&growth) }
    }

    /// Gives back the memory that a burst has taken. The contents stay, as the kernel has them.
    func rest() {
        growth.withLock { growth in
            for segment in growth.segments.dropFirst() { segment.rest() }
        }
    }

    /// Lets another process have the files.
    func unlock() {
        growth.withLock { growth in
            for segment in growth.segments { segment.unlock() }
        }
    }

    /// A slot that is freed soon, when there are as many as there should be.
    private func awaitFree(from home: Int, _ shortage: () -> Void) -> UInt32? {
        let canWait = growth.withLock { !$0.isBlocked && $0.segments.count >= Self.comfortable }
        guard canWait else { return nil }
        for _ in 0..<Self.waits {
            let before = freeings.withLock { $0 }
            if let index = takeFree(from: home) { return index }
            shortage()
            freeings.wait(atMost: Self.patience) { $0 != before }
        }
        return takeFree(from: home)
    }

    private func takeFree(from home: Int) -> UInt32? {
        for offset in 0..<Self.shardCount {
            let shard = shards[(home + offset) % Self.shardCount]
            if let index = shard.lists.withLock({ $0.free.popLast() }) { return index }
        }
        return nil
    }

    private func grow(_ growth: inout Growth) throws(JournalProblem) {
        let position = growth.segments.count
        guard position < Self.largestCount else {
            throw JournalProblem(
                message: "The journal is full: \(position * SlotSegment.slots) requests wait to be recorded.",
                tip: "See why the database of requests cannot be written.")
        }
        let segment = try SlotSegment(at: SegmentFolder.path(position, in: folder))
        growth.segments.append(segment)
        bases.set(segment, at: position)
        let first = UInt32(position * SlotSegment.slots)
        for (number, shard) in shards.enumerated() {
            let start = first + UInt32(number * Self.slotsPerShard)
            let indices = (start..<start + UInt32(Self.slotsPerShard)).reversed()
            shard.lists.withLock { $0.free.append(contentsOf: indices) }
        }
    }

    private func shard(of index: UInt32) -> Shard { shards[Self.shardNumber(of: index)] }

    private static func shardNumber(of index: UInt32) -> Int { Int(index) % SlotSegment.slots / slotsPerShard }
}
