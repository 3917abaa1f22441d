import Engine

/// One time that the program ran, in milliseconds since 1970.
struct Run {
    let start: Int64
    let lastBeat: Int64
    /// `nil` while it runs, and after a crash.
    let stop: Int64?
}

/// Adds up runs within a window. Where a clock was set back and runs overlap, what was up once is up.
struct UptimeSum {
    private(set) var uptime: Uptime?

    /// - Parameters:
    ///   - runs: in the order in which they began.
    ///   - patience: how old the last beat of the last run may be at the window's end while it is believed to go on.
    init(_ runs: [Run], from start: Int64, to end: Int64, patience: Int64) {
        var up: [Range<Int64>] = []
        var down: [Range<Int64>] = []
        for (index, run) in runs.enumerated() {
            var last = run.stop ?? run.lastBeat
            let isLast = index + 1 == runs.count
            if run.stop == nil {
                let next = isLast ? end : runs[index + 1].start
                if isLast, end - last <= patience {
                    last = max(last, end)
                } else if last < next {
                    down.append(last..<next)
                }
            }
            if run.start < last { up.append(run.start..<last) }
        }
        up = Self.merged(up.compactMap { Self.clipped($0, start, end) })
        let crashes = down.compactMap { Self.clipped($0, start, end) }
        let gaps = Self.merged(crashes).flatMap { Self.subtracting(up, from: $0) }
        guard !(up.isEmpty && gaps.isEmpty) else { return }
        uptime = Uptime(up: Self.length(up), down: Self.length(gaps), crashes: crashes.count)
    }

    private static func clipped(_ range: Range<Int64>, _ start: Int64, _ end: Int64) -> Range<Int64>? {
        let (lower, upper) = (max(range.lowerBound, start), min(range.upperBound, end))
        return lower < upper ? lower..<upper : nil
    }

    private static func merged(_ ranges: [Range<Int64>]) -> [Range<Int64>] {
        var merged: [Range<Int64>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = merged.last, range.lowerBound <= last.upperBound {
                merged[merged.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
            } else {
                merged.append(range)
            }
        }
        return merged
    }

    /// - Parameter others: ascending and apart from each other.
    private static func subtracting(_ others: [Range<Int64>], from range: Range<Int64>) -> [Range<Int64>] {
        var rest: [Range<Int64>] = []
        var position = range.lowerBound
        for other in others where other.overlaps(range) {
            if position < other.lowerBound { rest.append(position..<other.lowerBound) }
            position = max(position, other.upperBound)
        }
        if position < range.upperBound { rest.append(position..<range.upperBound) }
        return rest
    }

    private static func length(_ ranges: [Range<Int64>]) -> Int64 {
        ranges.reduce(0) { $0 + $1.upperBound - $1.lowerBound }
    }
}
