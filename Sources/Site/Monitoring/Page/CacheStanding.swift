import Engine
import Markup

/// Whether questions are matched by meaning, and what warming has done.
struct CacheStanding: TemplateModel {
    /// A name and what there is to say.
    struct Line: TemplateModel {
        let label: String
        let text: String

        static let shape = Shape<Line>()
            .text("label") { $0.label }
            .text("text") { $0.text }
    }

    let semantic: SemanticCache.Standing?
    let warming: WarmingStatistics?

    private var semanticMark: StatusMark {
        switch semantic?.state {
        case .on: StatusMark(.good, "On")
        case .off: StatusMark(.attention, "Off")
        case nil: StatusMark(.none, "Not in use")
        }
    }

    private var semanticText: String {
        guard let semantic else { return "Questions are matched word for word." }
        guard semantic.state == .on else {
            return [semantic.reason, semantic.tip].compactMap { $0 }.joined(separator: " ")
        }
        return "\(FigureText.count(Int64(semantic.entries), "question")) can be found by meaning."
    }

    private var warmingLines: [Line] {
        guard let warming else { return [] }
        func dollars(_ microCents: Int64) -> String { FigureText.dollars(Double(microCents) / 100_000_000) }
        var lines = [
            Line(label: "Requests remembered", text: FigureText.whole(warming.remembered)),
            Line(label: "Brought into memory", text: FigureText.whole(warming.promoted)),
            Line(label: "Asked ahead", text: FigureText.whole(warming.warmed)),
            Line(
                label: "Spent today",
                text: dollars(warming.spentToday) + (warming.budget.map { " of \(dollars($0))" } ?? ", no budget set")),
            Line(
                label: "First ask faster by",
                text: warming.firstRequestGain.map { "\(FigureText.percent($0)) %" } ?? "no data yet"),
        ]
        if warming.failed > 0 { lines.append(Line(label: "Calls that failed", text: FigureText.whole(warming.failed))) }
        if let error = warming.lastError { lines.append(Line(label: "Last error", text: error)) }
        return lines
    }

    static let shape = Shape<CacheStanding>()
        .object("semantic") { $0.semanticMark }
        .text("semanticText") { $0.semanticText }
        .flag("isWarming") { $0.warming != nil }
        .list("warming") { $0.warmingLines }
}
