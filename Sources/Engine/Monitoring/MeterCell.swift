import Telemetry

/// The requests of one model in some time: counts and times.
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

    mutating func merge(_ other: MeterCell) {
        tally += other.tally
        total.merge(other.total)
        firstByte.merge(other.firstByte)
        overhead.merge(other.overhead)
    }
}

/// A cell that is being filled.
struct LiveCell: Sendable {
    let name: String
    let model: Int
    private var tally = RequestTally()
    private var total = HistogramRecorder()
    private var firstByte = HistogramRecorder()
    private var overhead = HistogramRecorder()
    private var isEmpty = true

    init(name: String, model: Int) {
        self.name = name
        self.model = model
    }

    mutating func add(_ record: borrowing RequestRecord, isStreamed: Bool) {
        isEmpty = false
        tally.add(record)
        // Whoever hung up has had no last byte.
        guard record.outcome != .cancelled else { return }
        total.record(milliseconds: record.total)
        if isStreamed { firstByte.record(milliseconds: record.firstByte) }
        guard record.outcome == .succeeded else { return }
        let begun = isStreamed ? record.firstByte : record.total
        overhead.record(milliseconds: begun - record.upstreamTime - record.queued)
    }

    /// What it was filled with, `nil` when that is nothing.
    mutating func take() -> MeterCell? {
        if isEmpty { return nil }
        var cell = MeterCell(model: model)
        cell.tally = tally
        cell.total = total.take()
        cell.firstByte = firstByte.take()
        cell.overhead = overhead.take()
        tally = RequestTally()
        isEmpty = true
        return cell
    }
}

/// What one shard counted in one second.
struct MeterBatch: Sendable {
    /// Seconds since the meter began.
    let second: Int64
    let cells: [MeterCell]
    let errors: ErrorGroups
}
