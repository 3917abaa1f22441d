import Engine
import Storage

/// A window of time, in as few rows of sums as make it up.
struct Window {
    /// Units of one grain, from the first up to, and without, the last.
    struct Span: Equatable {
        let grain: Grain
        let units: Range<Int64>
    }

    /// In their order, without a gap.
    private(set) var spans: [Span] = []

    /// - Parameters:
    ///   - start: milliseconds since 1970, like `end`.
    ///   - horizons: the first unit of each grain that is surely kept.
    init(from start: Int64, to end: Int64, horizons: [Grain: Int64]) {
        guard start < end else { return }
        // What was removed of the finer sums is there in the coarser ones, in whole units.
        func isKept(_ instant: Int64, _ grain: Grain) -> Bool {
            instant >= (horizons[grain] ?? .min / grain.length) * grain.length
        }
        func edge(_ instant: Int64) -> Grain { Grain.allCases.first { isKept(instant, $0) } ?? .day }
        let first = edge(start)
        let last = edge(end)
        var position = first.unit(of: start) * first.length
        let stop = last.unit(from: end) * last.length
        while position < stop {
            // The coarsest unit that begins here and does not end too late; a day is made of hours that are all kept.
            let fitting = Grain.allCases.last { position % $0.length == 0 && position + $0.length <= stop }
            let grain = fitting ?? .minute
            let last = position + (stop - position) / grain.length * grain.length
            let coarser = grain.coarser.unit(from: position + 1) * grain.coarser.length
            let next = grain == .day ? last : min(coarser, last)
            spans.append(Span(grain: grain, units: grain.unit(of: position)..<grain.unit(of: next)))
            position = next
        }
    }
}
