import Telemetry

/// How far back figures look.
public enum MonitoringWindow: Int64, Sendable, Hashable, CaseIterable {
    case minute = 60
    case quarterHour = 900
    case hour = 3_600

    public var seconds: Int { Int(rawValue) }
}

/// The sums of the last seconds, kept up as seconds come and go.
struct MeterWindow: Sendable {
    struct Sum: Sendable {
        var tally = RequestTally()
        var total = HistogramSum()
        var firstByte = HistogramSum()

        mutating func add(_ cell: MeterCell) {
            tally += cell.tally
            total.add(cell.total)
            firstByte.add(cell.firstByte)
        }

        mutating func subtract(_ cell: MeterCell) {
            tally -= cell.tally
            total.subtract(cell.total)
            firstByte.subtract(cell.firstByte)
        }
    }

    private(set) var all = Sum()
    /// By the model's number; what has left entirely is no longer there.
    private(set) var models: [Int: Sum] = [:]

    mutating func add(_ cell: MeterCell) {
        all.add(cell)
        models[cell.model, default: Sum()].add(cell)
    }

    mutating func subtract(_ cell: MeterCell) {
        all.subtract(cell)
        models[cell.model]?.subtract(cell)
        if models[cell.model]?.tally.closed == 0 { models[cell.model] = nil }
    }
}
