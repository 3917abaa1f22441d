import Telemetry

/// The requests of one model in one second: counts and times.
struct MeterCell: Sendable {
    let model: Int
    var tally = RequestTally()
    /// Of requests that were answered, well or not, in nanoseconds.
    var total = Histogram()
    /// Of streams that were answered.
    var firstByte = Histogram()
    /// Of requests that succeeded: what they took beyond their upstreams. It is kept for the whole run alone.
    var overhead = Histogram()

    init(model: Int) {
        self.model = model
    }

    mutating func add(_ record: RequestRecord, isStreamed: Bool) {
        tally.add(record)
        // Whoever hung up has had no last byte.
        guard record.outcome != .cancelled else { return }
        total.record(milliseconds: record.total)
        if isStreamed { firstByte.record(milliseconds: record.firstByte) }
        guard record.outcome == .succeeded else { return }
        let begun = isStreamed ? record.firstByte : record.total
        overhead.record(milliseconds: begun - record.upstreamTime - record.queued)
    }

    mutating func merge(_ other: MeterCell) {
        tally += other.tally
        total.merge(other.total)
        firstByte.merge(other.firstByte)
        overhead.merge(other.overhead)
    }
}

/// What one shard counted in one second.
struct MeterBatch: Sendable {
    /// Seconds since the meter began.
    var second: Int64
    var cells: [MeterCell] = []
    var errors = ErrorGroups()

    init(second: Int64) {
        self.second = second
    }

    var isEmpty: Bool { cells.isEmpty }

    mutating func add(_ record: RequestRecord, model: Int, isStreamed: Bool) {
        if let place = cells.firstIndex(where: { $0.model == model }) {
            cells[place].add(record, isStreamed: isStreamed)
        } else {
            var cell = MeterCell(model: model)
            cell.add(record, isStreamed: isStreamed)
            cells.append(cell)
        }
    }
}
