/// A piece of text that wants to stand beside a place in the plot.
struct ChartLabel {
    let text: String
    let cssClass: StaticString
    let anchor: ChartFrame.Place
    /// Where it may stand, the best first.
    let positions: [Position]
    let isBold: Bool
    /// Whether it is said even where it has to cover a line.
    let isEssential: Bool

    init(
        _ text: String, cssClass: StaticString, at anchor: ChartFrame.Place, positions: [Position],
        isBold: Bool = false,
        isEssential: Bool = false
    ) {
        self.text = text
        self.cssClass = cssClass
        self.anchor = anchor
        self.positions = positions
        self.isBold = isBold
        self.isEssential = isEssential
    }

    /// Which point of the text stands at its place.
    enum Alignment { case start, middle, end }

    /// An offset from the anchor, in px: `dx` to the side that the text grows to, `dy` to its baseline.
    struct Position {
        let alignment: Alignment
        let dx, dy: Double

        static let right = Position(alignment: .start, dx: 8, dy: 4)
        static let left = Position(alignment: .end, dx: -8, dy: 4)
        static let aboveRight = Position(alignment: .start, dx: 4, dy: -6)
        static let aboveLeft = Position(alignment: .end, dx: -4, dy: -6)
        static let belowRight = Position(alignment: .start, dx: 4, dy: 15)
        static let belowLeft = Position(alignment: .end, dx: -4, dy: 15)
        static let above = Position(alignment: .middle, dx: 0, dy: -9)
        static let below = Position(alignment: .middle, dx: 0, dy: 18)
        static let highAbove = Position(alignment: .middle, dx: 0, dy: -22)
        static let farBelow = Position(alignment: .middle, dx: 0, dy: 31)
        static let highLeft = Position(alignment: .end, dx: -4, dy: -20)
        static let highRight = Position(alignment: .start, dx: 4, dy: -20)
        static let lowLeft = Position(alignment: .end, dx: -4, dy: 29)
        static let lowRight = Position(alignment: .start, dx: 4, dy: 29)
        static let center = Position(alignment: .middle, dx: 0, dy: 0)
    }
}

extension ChartLabel {
    /// The word above today's line.
    static func today(at across: Double) -> ChartLabel {
        ChartLabel(
            "today", cssClass: "chart-today-label", at: ChartFrame.Place(across: across, y: 13),
            positions: [
                .center, Position(alignment: .start, dx: -1, dy: 0), Position(alignment: .end, dx: 1, dy: 0),
                Position(alignment: .start, dx: 4, dy: 24), Position(alignment: .end, dx: -4, dy: 24),
            ], isEssential: true)
    }

    /// What stands in the middle of a plot that has nothing to show.
    static func empty(_ words: String) -> ChartLabel {
        ChartLabel(
            words, cssClass: "chart-empty", at: ChartFrame.Place(across: 0.5, y: 109),
            positions: [0, 20, -20, 40, -40, 60, -60].map { Position(alignment: .middle, dx: 0, dy: $0) },
            isEssential: true)
    }
}

/// A label that found its place.
struct PlacedLabel {
    let label: ChartLabel
    let position: ChartLabel.Position
    /// Shown only where the column is at least `ChartFrame.wide`.
    let isWideOnly: Bool
    /// The text's edges in px relative to `across` of the plot, whatever its width.
    let across, left, right: Double
    /// The text's edges in px from the top.
    let top, bottom: Double

    init(_ label: ChartLabel, at position: ChartLabel.Position, isWideOnly: Bool = false) {
        self.label = label
        self.position = position
        self.isWideOnly = isWideOnly
        across = label.anchor.across
        let width = TextWidth.of(label.text, bold: label.isBold)
        left =
            switch position.alignment {
            case .start: position.dx
            case .middle: position.dx - width / 2
            case .end: position.dx - width
            }
        right = left + width
        top = baseline(label, position) - 10.5
        bottom = baseline(label, position) + 3.5
    }

    /// Whether the two overlap in a plot of any width between `narrowest` and `widest`.
    func overlaps(_ other: PlacedLabel, between narrowest: Double, and widest: Double) -> Bool {
        guard top < other.bottom, other.top < bottom else { return false }
        // Across, they overlap where other.left - right < distance * width < other.right - left.
        let distance = across - other.across
        let least = min(distance * narrowest, distance * widest)
        let most = max(distance * narrowest, distance * widest)
        return least < other.right - left && most > other.left - right
    }

    /// Whether it stays within the picture in a plot of any width from `narrowest` on; `slack` is the padding at the right.
    func isInside(_ narrowest: Double, slack: Double) -> Bool {
        across * narrowest + left >= 0 && across * narrowest + right <= narrowest + slack
            && top >= 0 && bottom <= ChartFrame.height
    }
}

private func baseline(_ label: ChartLabel, _ position: ChartLabel.Position) -> Double {
    label.anchor.y + position.dy
}
