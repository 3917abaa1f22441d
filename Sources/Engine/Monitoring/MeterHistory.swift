import Telemetry

/// What was counted: second by second for the last hour, the sums of the windows that end now, and all since the start.
///
/// A second that is gone has left every window exactly as it entered it, so that windows never drift from what their
/// seconds hold.
struct MeterHistory: Sendable {
    static let length = MonitoringWindow.hour.rawValue

    /// The newest second.
    private(set) var current: Int64 = 0
    /// What it holds so far, by model.
    private var fresh: [MeterCell] = []
    /// Those before it.
    private var seconds = Array(repeating: KeptSecond(number: -1, cells: []), count: Int(length))
    private var windows = Dictionary(uniqueKeysWithValues: MonitoringWindow.allCases.map { ($0, MeterWindow()) })
    /// By the model's number, since the start.
    private(set) var lifetime: [Int: MeterCell] = [:]
    private(set) var errors = ErrorGroups()

    func window(_ window: MonitoringWindow) -> MeterWindow { windows[window] ?? MeterWindow() }

    /// Takes in what a shard counted, be it late.
    mutating func add(_ batch: MeterBatch) {
        advance(to: batch.second)
        errors.add(batch.errors)
        var cells = batch.cells
        for index in cells.indices {
            lifetime[cells[index].model, default: MeterCell(model: cells[index].model)].merge(cells[index])
            cells[index].overhead = Histogram()
        }
        for window in MonitoringWindow.allCases where batch.second > current - window.rawValue {
            for cell in cells { windows[window, default: MeterWindow()].add(cell) }
        }
        if batch.second == current {
            Self.merge(cells, into: &fresh)
        } else if batch.second > current - Self.length {
            var all = self.cells(of: batch.second)
            Self.merge(cells, into: &all)
            seconds[place(of: batch.second)] = KeptSecond(number: batch.second, cells: all)
        }
    }

    /// Lets time go by, never back.
    mutating func advance(to second: Int64) {
        guard second > current else { return }
        if second - current >= Self.length {
            let (lifetime, errors) = (lifetime, errors)
            self = MeterHistory()
            (self.lifetime, self.errors, current) = (lifetime, errors, second)
            return
        }
        while current < second {
            seconds[place(of: current)] = KeptSecond(number: current, cells: fresh)
            fresh = []
            current += 1
            for window in MonitoringWindow.allCases {
                for cell in cells(of: current - window.rawValue) { windows[window]?.subtract(cell) }
            }
        }
    }

    /// What was counted in a second, by model; nothing for one that is not in the last hour.
    func cells(of second: Int64) -> [MeterCell] {
        if second == current { return fresh }
        let kept = seconds[place(of: second)]
        return kept.number == second ? kept.cells : []
    }

    /// Adds what was counted in a second, of one model or of all, to a sum.
    func add(_ second: Int64, of model: Int?, to sum: inout MeterWindow.Sum) {
        if second == current {
            for cell in fresh where model == nil || cell.model == model { sum.add(cell) }
            return
        }
        let kept = seconds[place(of: second)]
        guard kept.number == second else { return }
        if let cell = model.map(kept.cell) ?? kept.sum { sum.add(cell) }
    }

    private static func merge(_ cells: [MeterCell], into all: inout [MeterCell]) {
        for cell in cells {
            if let place = all.firstIndex(where: { $0.model == cell.model }) {
                all[place].merge(cell)
            } else {
                all.append(cell)
            }
        }
    }

    private func place(of second: Int64) -> Int {
        let rest = second % Self.length
        return Int(rest < 0 ? rest + Self.length : rest)
    }
}
