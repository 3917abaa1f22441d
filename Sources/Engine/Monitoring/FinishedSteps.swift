import Synchronization

/// The steps of charts that are over, so that they are added up once.
final class FinishedSteps: Sendable {
    private struct Chart: Hashable {
        let window: MonitoringWindow
        let step: Int64
        let model: Int?
    }

    /// Charts of different steps and models that are remembered.
    private static let limit = 64
    /// A step is taken as over so many seconds after its end: a request may be counted a moment after it ended.
    private static let settling: Int64 = 2

    private let charts = Mutex<[Chart: [Int64: WindowFigures]]>([:])

    /// The figures of a window's steps by their numbers, ascending.
    /// - Parameter elapsed: seconds since the meter began.
    func figures(
        in history: borrowing MeterHistory, window: MonitoringWindow, step: Int64, model: Int?, elapsed: Double
    ) -> [(number: Int64, figures: WindowFigures)] {
        let chart = Chart(window: window, step: step, model: model)
        let current = history.current
        // The first step that lies in the window entirely: of one that does not, the beginning may be forgotten.
        let numbers = (max(0, current - window.rawValue + 1) + step - 1) / step...current / step
        var known = charts.withLock { $0[chart] ?? [:] }
        var figures: [(number: Int64, figures: WindowFigures)] = []
        for number in numbers {
            if let finished = known[number] {
                figures.append((number, finished))
                continue
            }
            var sum = MeterWindow.Sum()
            for second in number * step..<(number + 1) * step { history.add(second, of: model, to: &sum) }
            let made = WindowFigures(sum, seconds: min(Double(step), max(0, elapsed - Double(number * step))))
            figures.append((number, made))
            if (number + 1) * step + Self.settling <= current { known[number] = made }
        }
        if known.count > 2 * numbers.count { known = known.filter { $0.key >= numbers.lowerBound } }
        charts.withLock { charts in
            if charts.count >= Self.limit, charts[chart] == nil { charts = [:] }
            charts[chart] = known
        }
        return figures
    }
}
