/// Finds places for labels so that none covers another or leaves the picture, at any width of the column.
///
/// Labels come in the order of their importance and stay where they were put. Of a label's possible positions the one that
/// crosses the least ink is taken. A label without room in the narrowest column, or only room on top of a line, is tried once
/// more for wide ones, where a stylesheet shows it; a label that fits nowhere is left to the data table. Essential labels
/// are said even on top of a line.
struct LabelPlacer {
    /// A drawn line that labels would rather not cover, from left to right.
    struct Obstacle {
        let places: [ChartFrame.Place]
        /// How bad covering it is.
        let weight: Double
    }

    /// The weight that a label which is not essential may cover: today's hairline.
    static let tolerable = 2.5

    let frame: ChartFrame
    let obstacles: [Obstacle]
    private(set) var placed: [PlacedLabel] = []

    init(frame: ChartFrame, obstacles: [Obstacle]) {
        self.frame = frame
        self.obstacles = obstacles
    }

    /// Keeps the room of a label whose place is fixed.
    mutating func fix(_ label: PlacedLabel) {
        placed.append(label)
    }

    /// Places all of `labels`, the most important first.
    mutating func place(_ labels: [ChartLabel]) {
        for label in labels where !place(label, from: frame.narrowPlot, isWideOnly: false) {
            _ = place(label, from: frame.widePlot, isWideOnly: true)
        }
    }

    private mutating func place(_ label: ChartLabel, from narrowest: Double, isWideOnly: Bool) -> Bool {
        var best: PlacedLabel?
        var least = Double.infinity
        for (rank, position) in label.positions.enumerated() {
            let candidate = PlacedLabel(label, at: position, isWideOnly: isWideOnly)
            guard candidate.isInside(narrowest, slack: ChartFrame.margin),
                candidate.bottom <= ChartFrame.bottom + 1,
                !placed.contains(where: { other in
                    let from = other.isWideOnly ? max(narrowest, frame.widePlot) : narrowest
                    return other.overlaps(candidate, between: from, and: ChartFrame.widest)
                })
            else { continue }
            let ink = max(ink(under: candidate, in: narrowest), ink(under: candidate, in: ChartFrame.units / 10))
            let cost = Double(rank) + 2 * ink
            if cost < least, label.isEssential || ink <= Self.tolerable {
                least = cost
                best = candidate
            }
        }
        guard let best else { return false }
        placed.append(best)
        return true
    }

    /// How much of the obstacles a label covers in a plot `width` px wide.
    private func ink(under label: PlacedLabel, in width: Double) -> Double {
        let from = label.across + label.left / width
        let to = label.across + label.right / width
        return obstacles.reduce(0) { sum, obstacle in
            sum + (obstacle.crosses(from: from, to: to, top: label.top, bottom: label.bottom) ? obstacle.weight : 0)
        }
    }
}

extension LabelPlacer.Obstacle {
    /// Whether the line enters the rectangle.
    fileprivate func crosses(from: Double, to: Double, top: Double, bottom: Double) -> Bool {
        var low = 0
        var high = places.count
        while low < high {
            let middle = (low + high) / 2
            if places[middle].across < from { low = middle + 1 } else { high = middle }
        }
        var index = max(1, low)
        while index < places.count, places[index - 1].across <= to {
            let (start, end) = (places[index - 1], places[index])
            let span = end.across - start.across
            let slope = span > 0 ? (end.y - start.y) / span : 0
            let first = span > 0 ? start.y + slope * max(0, from - start.across) : start.y
            let last = span > 0 ? end.y - slope * max(0, end.across - to) : end.y
            if min(first, last) < bottom, max(first, last) > top { return true }
            index += 1
        }
        return false
    }
}
