import Markup
import Roadmap

/// A number with its unit apart, so that the unit can be smaller.
struct Quantity: TemplateModel {
    let number: String
    let unit: String?

    init(_ value: Double, of metric: Metric) {
        if metric.unit == "$" || metric.unit.isEmpty {
            number = metric.text(value)
            unit = nil
        } else {
            number = Figure.text(value)
            unit = metric.unit
        }
    }

    static let shape = Shape<Quantity>()
        .text("number") { $0.number }
        .text("unit") { $0.unit }
}

/// A target's value and its day.
struct DatedQuantity: TemplateModel {
    let quantity: Quantity
    let by: String

    init(_ target: Metric.Target, of metric: Metric) {
        quantity = Quantity(target.value, of: metric)
        by = target.due.long
    }

    static let shape = Shape<DatedQuantity>()
        .text("number") { $0.quantity.number }
        .text("unit") { $0.quantity.unit }
        .text("by") { $0.by }
}

/// How much a value changed, and whether that is for the better.
struct Delta: TemplateModel {
    let text: String
    let state: StatusMark.State

    init(_ change: Double, of metric: Metric) {
        let exact = Figure.exact(change)
        text = Figure.signed(exact)
        state = exact == 0 ? .none : (exact > 0) == (metric.better == .up) ? .good : .bad
    }

    static let shape = Shape<Delta>()
        .text("text") { $0.text }
        .text("state") { $0.state.rawValue }
}
