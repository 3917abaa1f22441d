import Engine
import Markup
import Roadmap

/// One place where answers are kept.
struct TierRow: TemplateModel {
    let tier: TierFigures
    /// As last asked; a tier that is off cannot tell.
    let contents: TierContents?

    private var label: String {
        switch tier.name {
        case "l1": "L1, memory"
        case "l2": "L2, Redis"
        case "l3": "L3, database"
        default: tier.name.uppercased()
        }
    }

    private var size: String {
        guard let contents else { return "" }
        // Redis counts whatever it keeps, also for others.
        let entries = FigureText.count(Int64(contents.entries), tier.name == "l2" ? "key" : "answer")
        guard contents.bytes > 0 else { return entries }
        let capacity = contents.capacity > 0 ? " of \(Self.bytes(contents.capacity))" : ""
        return "\(entries), \(Self.bytes(contents.bytes))\(capacity)"
    }

    /// `12.3 MB`
    static func bytes(_ count: Int) -> String {
        var value = Double(count)
        var unit = "B"
        for larger in ["KB", "MB", "GB", "TB"] where value >= 1_024 {
            value /= 1_024
            unit = larger
        }
        return "\(FigureText.text(value)) \(unit)"
    }

    static let shape = Shape<TierRow>()
        .text("label") { $0.label }
        .object("status") { $0.tier.isOn ? StatusMark(.good, "On") : StatusMark(.bad, "Off") }
        .text("size") { $0.size }
        .text("hits") { FigureText.whole($0.tier.hits) }
        .text("misses") { $0.tier.misses.map { FigureText.whole($0) } }
        .text("evictions") { ($0.tier.evictions ?? $0.contents?.evictions).map { FigureText.whole($0) } }
        .text("failures") { $0.tier.failures.map { FigureText.whole($0) } }
        .text("lastError") { $0.tier.lastError }
}
