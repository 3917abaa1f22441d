import Telemetry

/// What was counted: second by second for the last hour, the sums of the windows that end now, and all since the start.
///
/// A second that is gone has left every window exactly as it entered it, so that windows never drift from what their
/// seconds hold.
struct MeterHistory: Sendable {
    private struct Second: Sendable {
        var number: Int64
        var cells: [MeterCell] = []
    }

    static let length = MonitoringWindow.hour.rawValue

    /// The newest second.
    private(set) var current: Int64 = 0
    private var seconds: [Second]
    private var windows: [MonitoringWindow: MeterWindow]
    /// By the model's number, since the start.
    private(set) var lifetime: [Int: MeterCell] = [:]
    private(set) var errors = ErrorGroups()

    init() {
        // The hour before the start, in which there was nothing, and the first second.
        seconds = (0..<Self.length).map { Second(number: $0 == 0 ? 0 : $0 - Self.length) }
        windows = Dictionary(uniqueKeysWithValues: MonitoringWindow.allCases.map { ($0, MeterWindow()) })
    }

    func window(_ window: MonitoringWindow) -> MeterWindow { windows[window] ?? MeterWindow() }

    /// Takes in what a shard counted, be it a little late.
    mutating func add(_ batch: MeterBatch) {
        advance(to: batch.second)
        errors.add(batch.errors)
        for var cell in batch.cells {
            lifetime[cell.model, default: MeterCell(model: cell.model)].merge(cell)
            cell.overhead = Histogram()
            guard batch.second > current - Self.length else { continue }
            for window in MonitoringWindow.allCases where batch.second > current - window.rawValue {
                windows[window, default: MeterWindow()].add(cell)
            }
            let place = place(of: batch.second)
            if let known = seconds[place].cells.firstIndex(where: { $0.model == cell.model }) {
                seconds[place].cells[known].merge(cell)
            } else {
                seconds[place].cells.append(cell)
            }
        }
    }

    /// Lets time go by, never back.
    mutating func advance(to second: Int64) {
        guard second > current else { return }
        if second - current >= Self.length {
            let (lifetime, errors) = (lifetime, errors)
            self = MeterHistory()
            (self.lifetime, self.errors) = (lifetime, errors)
            current = second
            for offset in 0..<Self.length {
                let number = second - offset
                seconds[place(of: number)].number = number
            }
            return
        }
        while current < second {
            current += 1
            for window in MonitoringWindow.allCases {
                for cell in cells(of: current - window.rawValue) { windows[window]?.subtract(cell) }
            }
            seconds[place(of: current)] = Second(number: current)
        }
    }

    /// What was counted in a second, by model; nothing for one that is not in the last hour.
    func cells(of second: Int64) -> [MeterCell] {
        let kept = seconds[place(of: second)]
        return kept.number == second ? kept.cells : []
    }

    private func place(of second: Int64) -> Int {
        let rest = second % Self.length
        return Int(rest < 0 ? rest + Self.length : rest)
    }
}
