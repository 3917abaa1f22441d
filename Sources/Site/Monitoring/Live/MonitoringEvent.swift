import Engine
import JSON

/// What the stream sends once a second: the figures for programs, and what a page shows of them for the page.
struct MonitoringEvent {
    let bytes: [UInt8]

    /// - Parameter number: tells which of the larger parts are sent with it.
    init(_ view: MonitoringView, number: Int, parts: MonitoringParts) {
        let snapshot = view.snapshot
        var texts: JSON.Object = ["clock": .string(view.clock), "coverage": .string(view.identity.coverage)]
        for term in view.identity.terms { texts[term.id] = .string(term.number) }
        var marks: JSON.Object = [:]
        for figure in MonitoredFigure.allCases {
            let cell = view.cell(figure)
            texts[figure.rawValue] = .string(cell.number)
            texts["\(figure.rawValue)-unit"] = .string(cell.unit)
            texts["\(figure.rawValue)-more"] = .string(cell.more)
            let mark = cell.mark
            marks[figure.rawValue] = [.string(mark.state.rawValue), .string(mark.word)]
        }
        var markup: JSON.Object = [:]
        for part in parts.markup(of: view, number: number) { markup[part.name] = .string(part.html.markup) }
        let totals = snapshot.totals
        let json: JSON = [
            "at": .string(view.moment.now.rfc3339),
            "health": [
                "state": .string(snapshot.verdict.level.rawValue), "summary": .string(snapshot.verdict.summary),
                "tip": .string(snapshot.verdict.tip),
            ],
            "requests": [
                "received": .integer(Int64(clamping: totals.received)),
                "succeeded": .integer(Int64(clamping: totals.succeeded)),
                "failed": .integer(Int64(clamping: totals.failed)),
                "cancelled": .integer(Int64(clamping: totals.cancelled)),
                "inFlight": .integer(Int64(clamping: totals.inFlight)),
            ],
            "minute": snapshot.minute.json,
            "texts": .object(texts), "marks": .object(marks), "parts": .object(markup),
        ]
        bytes = Array("data: ".utf8) + json.bytes + Array("\n\n".utf8)
    }
}
