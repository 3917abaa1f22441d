/// One value at one place on a chart's horizontal axis.
public struct ChartPoint: Sendable, Hashable {
    /// Where, in the axis' own unit, such as days since an origin.
    public let x: Double
    /// How much, in the chart's unit. A point whose `x` or `y` is not finite is not drawn.
    public let y: Double

    public init(_ x: Double, _ y: Double) {
        self.x = x
        self.y = y
    }

    var isFinite: Bool { x.isFinite && y.isFinite }
}

extension Array where Element == ChartPoint {
    /// The points that can be drawn between `lower` and `upper`, from left to right.
    func drawable(in axis: ChartAxis) -> [ChartPoint] {
        let inside = filter { $0.isFinite && $0.x >= axis.lower && $0.x <= axis.upper }
        let isSorted = zip(inside, inside.dropFirst()).allSatisfy { $0.x <= $1.x }
        return isSorted ? inside : inside.sorted { $0.x < $1.x }
    }
}
