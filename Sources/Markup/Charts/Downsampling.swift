/// Fewer points that draw the same picture.
enum Downsampling {
    /// Readings cut into runs where the distance to the next is more than `gap`, and thinned.
    ///
    /// At most `limit` points stay (never fewer than 16): the first, the last, and the least and the greatest of each equal stretch of the axis, in their order,
    /// so that no peak disappears.
    static func runs(_ points: [ChartPoint], in axis: ChartAxis, gap: Double?, limit: Int) -> [[ChartPoint]] {
        let kept = indices(points, in: axis, limit: max(16, limit))
        var runs: [[ChartPoint]] = []
        var previous: Int?
        for index in kept {
            if let before = previous, !hasGap(points, before, index, gap) {
                runs[runs.count - 1].append(points[index])
            } else {
                runs.append([points[index]])
            }
            previous = index
        }
        return runs
    }

    private static func hasGap(_ points: [ChartPoint], _ from: Int, _ to: Int, _ gap: Double?) -> Bool {
        guard let gap, points[to].x - points[from].x > gap else { return false }
        return (from..<to).contains { points[$0 + 1].x - points[$0].x > gap }
    }

    private static func indices(_ points: [ChartPoint], in axis: ChartAxis, limit: Int) -> [Int] {
        guard points.count > limit else { return Array(points.indices) }
        let buckets = Double((limit - 2) / 2)
        let stretch = { (point: ChartPoint) in Int(min(axis.fraction(point.x) * buckets, buckets - 1)) }
        var kept = [0]
        kept.reserveCapacity(limit)
        var start = 1
        let end = points.count - 1
        while start < end {
            let bucket = stretch(points[start])
            var least = start
            var greatest = start
            var next = start + 1
            while next < end, stretch(points[next]) == bucket {
                if points[next].y < points[least].y { least = next }
                if points[next].y > points[greatest].y { greatest = next }
                next += 1
            }
            kept.append(min(least, greatest))
            if least != greatest { kept.append(max(least, greatest)) }
            start = next
        }
        kept.append(end)
        return kept
    }
}
