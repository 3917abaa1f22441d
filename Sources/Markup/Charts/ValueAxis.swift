import Glibc

/// The vertical axis of a chart: what its foot and top stand for, and which values between them get a line.
///
/// The rules, in this order:
/// 1. **Logarithmic** when every value is positive and the largest is more than 50 times the smallest, unless the unit is
///    a percentage, whose end at 100 everybody knows. The axis label says so.
/// 2. **From zero** otherwise, so that twice the value stands twice as high,
/// 3. **except** when the values differ by less than a fifth of the largest (uptime between 99.5 and 99.99 would be a flat
///    line): then the axis is cut, and its label says where it starts. Values that are the same for all practical
///    purposes (within 0.001 % for percentages, 0.1 % otherwise, 5 % from 100,000 on) keep their zero.
/// 4. Percentages that stay within 0 and 100 never get an axis beyond these.
struct ValueAxis: Equatable {
    /// How values become heights.
    enum Scale: Equatable { case linear, logarithmic }

    let scale: Scale
    let lower, upper: Double
    let ticks: [Double]
    private let decimals: Int

    /// Further values than this are drawn at this, so that geometry stays within what a `Double` holds exactly.
    static let limit = 1e15

    /// The axis for `values`; values that are not finite do not count, and none at all gives 0 to 1 (0 to 100 for percentages) without ticks.
    init(values: [Double], isPercentage: Bool = false, isCount: Bool = false, preferring preferred: Scale? = nil) {
        var least = Double.infinity
        var most = -Double.infinity
        for value in values where value.isFinite {
            least = min(least, value)
            most = max(most, value)
        }
        guard least <= most else {
            self.init(scale: .linear, lower: 0, upper: isPercentage ? 100 : 1, ticks: [], decimals: 0)
            return
        }
        least = min(max(least, -Self.limit), Self.limit)
        most = min(max(most, -Self.limit), Self.limit)
        let spansDecades = !isPercentage && most / least > 50
        if least > 1e-15, preferred == .logarithmic || (preferred == nil && spansDecades) {
            self = Self.logarithmic(least, most)
        } else {
            self = Self.linear(least, most, isPercentage: isPercentage, isCount: isCount)
        }
    }

    private init(scale: Scale, lower: Double, upper: Double, ticks: [Double], decimals: Int) {
        self.scale = scale
        self.lower = lower
        self.upper = upper
        self.ticks = ticks
        self.decimals = decimals
    }

    /// Whether height is proportional to value.
    var startsAtZero: Bool { scale == .linear && lower <= 0 && upper >= 0 }

    /// Where `value` lies: 0 at the foot, 1 at the top. Values outside are drawn at the edge.
    func fraction(_ value: Double) -> Double {
        let fraction =
            switch scale {
            case .linear: (value - lower) / (upper - lower)
            case .logarithmic: log10(max(value, lower) / lower) / log10(upper / lower)
            }
        return min(max(fraction, 0), 1)
    }

    /// A tick's number, short enough for the widest gutter; on a linear axis all with the same decimals.
    func text(_ tick: Double) -> String {
        let largest = max(lower.magnitude, upper.magnitude)
        let isTiny = scale == .logarithmic ? tick < 1e-5 : decimals > 5
        switch tick.magnitude {
        case 1_000..<1e6 where largest >= 1e5: return DecimalText.fixed(tick / 1000, decimals: 2, trimmed: true) + "k"
        case 0: return "0"
        default:
            if isTiny { return tick.description }
            if scale == .logarithmic || largest >= 1e5 { return DecimalText.readable(tick) }
            return DecimalText.fixed(tick, decimals: decimals)
        }
    }

    /// What the axis label adds to the unit: nothing when the axis is linear from zero.
    var remark: String? {
        switch scale {
        case .logarithmic: "log scale"
        case .linear: startsAtZero || ticks.isEmpty ? nil : "axis from \(text(lower))"
        }
    }

    private static func linear(_ least: Double, _ most: Double, isPercentage: Bool, isCount: Bool) -> ValueAxis {
        var least = least
        var most = most
        let largest = max(most.magnitude, least.magnitude)
        // Below this share of the largest, ticks differ only in digits that no gutter has room for.
        let finest = isPercentage ? 0.000_01 : largest < 1e5 ? 0.001 : 0.05
        if most - least >= 0.2 * largest || most - least < finest * largest {
            least = min(least, 0)
            most = max(most, 0)
        }
        if least == most { most = isPercentage ? 100 : 1 }
        let (digit, exponent) = niceStep(atLeast: (most - least) / 5)
        var step = digit * pow(10, Double(exponent))
        if isCount { step = max(1, step) }
        var first = (least / step + 1e-9).rounded(.down)
        var last = (most / step - 1e-9).rounded(.up)
        if isPercentage, least >= 0, most <= 100 {
            first = max(first, 0)
            last = min(last, (100 / step).rounded(.down))
        }
        let ticks = (0...max(1, Int(last - first))).map { index in
            // A quotient of whole numbers is the nearest Double to the decimal that is meant; a product of steps is not.
            let count = first + Double(index)
            return exponent < 0 && !isCount ? count * digit / pow(10, Double(-exponent)) : count * step
        }
        return ValueAxis(
            scale: .linear, lower: ticks[0], upper: ticks[ticks.count - 1], ticks: ticks,
            decimals: isCount ? 0 : min(12, max(0, -exponent)))
    }

    private static func logarithmic(_ least: Double, _ most: Double) -> ValueAxis {
        let lowest = Int(log10(least).rounded(.down)) - 1
        let highest = Int(log10(most).rounded(.down)) + 1
        var series: [Double] = []
        for exponent in lowest...highest {
            let power = pow(10, Double(exponent.magnitude))
            for digit in [1.0, 2, 5] { series.append(exponent < 0 ? digit / power : digit * power) }
        }
        let below = series.last { $0 <= least * (1 + 1e-9) } ?? least
        var above = series.first { $0 >= most * (1 - 1e-9) } ?? most
        if above <= below { above = below * 10 }
        let inside = series.filter { $0 >= below && $0 <= above }
        let decades = inside.filter { isPowerOfTen($0) }
        let every = (decades.count + 6) / 7
        let ticks = decades.count < 3 ? inside : decades.indices.filter { $0 % every == 0 }.map { decades[$0] }
        return ValueAxis(scale: .logarithmic, lower: below, upper: above, ticks: ticks, decimals: 0)
    }

    private static func isPowerOfTen(_ value: Double) -> Bool {
        let exponent = log10(value)
        return (exponent - exponent.rounded()).magnitude < 1e-6
    }

    /// The smallest of 1, 2 and 5 times a power of ten that is at least `step`, as digit and exponent.
    private static func niceStep(atLeast step: Double) -> (digit: Double, exponent: Int) {
        let exponent = Int(log10(max(step, 1e-15)).rounded(.down))
        let rest = step / pow(10, Double(exponent))
        for digit in [1.0, 2, 5] where rest <= digit * (1 + 1e-9) { return (digit, exponent) }
        return (1, exponent + 1)
    }
}
