import Engine

/// Records what a former run left in its segment files, and removes them.
enum JournalRecovery {
    /// - Returns: what there was, and the highest number among it.
    static func run(folder: String, store: RequestStore) throws -> (SlotJournal.Recovery, last: UInt64) {
        var recovery = SlotJournal.Recovery()
        var last: UInt64 = 0
        for path in try SegmentFolder.existing(in: folder) {
            let segment = try SlotSegment(at: path)
            let requests = requests(of: segment, &recovery)
            try store.add(requests)
            last = max(last, requests.last?.number ?? 0)
            // Only now: what a second crash interrupts here is found again, and added once.
            segment.remove()
        }
        return (recovery, last)
    }

    private static func requests(of segment: SlotSegment, _ recovery: inout SlotJournal.Recovery) -> [StoredRequest] {
        var requests: [StoredRequest] = []
        for index in 0..<SlotSegment.slots {
            switch segment[index].read() {
            case .free: continue
            case .torn: recovery.torn += 1
            case .finished(let request):
                recovery.finished += 1
                requests.append(request)
            case .open(let number, let opening), .half(let number, let opening):
                recovery.interrupted += 1
                requests.append(StoredRequest(number: number, opening: opening, record: .interrupted))
            }
        }
        return requests.sorted { $0.number < $1.number }
    }
}
