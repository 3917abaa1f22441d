/// The measures of a chart, and what a place on its axes is in px.
///
/// A chart is as wide as its column and always `height` px high. Across, only the plot stretches: places are percentages
/// and text keeps its size, so that the smallest type of the page stays the smallest type of the page at any width. The
/// gutter for the numbers of the vertical axis is padding of the `<svg>` element, by one of three classes.
struct ChartFrame {
    /// The height of the whole picture.
    static let height = 200.0
    /// The plot's upper and lower edge; above is the strip for the axis label, below the one for the ticks' labels.
    static let top = 36.0, bottom = 174.0
    /// The padding at the right, which the last labels may use.
    static let margin = 12.0
    /// The narrowest column that a chart is laid out for, and the one from which it shows its further labels.
    static let narrowest = 280.0, wide = 560.0
    /// The widest column that overlaps are ruled out for.
    static let widest = 2400.0
    /// The plot's width in units of its own coordinates: tenths of a px at the width that the design shows.
    static let units = 6400.0

    let horizontal: ChartAxis
    let vertical: ValueAxis
    let gutter: Gutter

    /// The room at the left for the numbers of the vertical axis.
    enum Gutter: Double {
        case small = 32
        case medium = 48
        case large = 76

        var cssClass: StaticString {
            switch self {
            case .small: "chart-svg chart-gutter-small"
            case .medium: "chart-svg chart-gutter-medium"
            case .large: "chart-svg chart-gutter-large"
            }
        }
    }

    init(horizontal: ChartAxis, vertical: ValueAxis) {
        self.horizontal = horizontal
        self.vertical = vertical
        let widest = vertical.ticks.map { TextWidth.of(vertical.text($0)) }.max() ?? 0
        gutter = widest + 8 <= Gutter.small.rawValue ? .small : widest + 8 <= Gutter.medium.rawValue ? .medium : .large
    }

    /// The plot's width in the narrowest column, and in the one from which further labels show.
    var narrowPlot: Double { Self.narrowest - gutter.rawValue - Self.margin }
    var widePlot: Double { Self.wide - gutter.rawValue - Self.margin }

    /// The height in px, from the top of the picture, of `value`.
    func y(_ value: Double) -> Double {
        Self.bottom - vertical.fraction(value) * (Self.bottom - Self.top)
    }

    /// A point as fraction across and px down.
    func place(_ point: ChartPoint) -> Place {
        Place(across: horizontal.fraction(point.x), y: y(point.y))
    }

    /// A place in the picture: a fraction of the plot's width, and px from the top.
    struct Place: Equatable {
        var across, y: Double
    }
}
