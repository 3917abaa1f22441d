import HTTP
import Markup
import Roadmap

/// What a person typed into the form for a reading, and what was wrong with it.
struct ReadingForm {
    var value = ""
    var at = ""
    var note = ""
    var errors: [String: String] = [:]

    init() {}

    init(_ form: Query) {
        value = form["value"] ?? ""
        at = form["at"] ?? ""
        note = form["note"] ?? ""
    }

    /// The change that records it.
    /// - Throws: `RoadmapError` that names the field.
    func reading(
        of metric: Metric, by author: Author, now: Instant, calendar: ReportingCalendar
    ) throws(RoadmapError) -> RecordReading {
        let instant = try at.isEmpty ? nil : Instant(typed: at, calendar: calendar)
        return try RecordReading(
            try Self.number(value), of: metric, at: instant, source: .manual, note: note, by: author, now: now)
    }

    func refused(_ error: RoadmapError) -> ReadingForm {
        var form = self
        form.errors[error.field ?? ""] = error.description
        return form
    }

    /// A number the way people type one: blanks, a unit sign, a decimal comma and the minus sign that pages show are
    /// understood. `10,000` can be ten or ten thousand and is refused.
    static func number(_ text: String) throws(RoadmapError) -> Double {
        var figure = String(text.filter { !$0.isWhitespace && $0 != "%" && $0 != "$" }.map { $0 == "−" ? "-" : $0 })
        guard !hasGroups(figure) else {
            throw RoadmapError(
                .invalid, "“\(text.prefix(40))” can be read in two ways.",
                tip: "Write 10000 for ten thousand, 10.000 for ten.", field: "value")
        }
        if figure.count(where: { $0 == "," }) == 1, !figure.contains(".") {
            figure = String(figure.map { $0 == "," ? "." : $0 })
        }
        guard !figure.isEmpty else {
            throw RoadmapError(.invalid, "A value is missing.", tip: "Write a number such as 83.5.", field: "value")
        }
        let plain = figure.allSatisfy { $0.isASCII && ($0.isNumber || ".-+eE".contains($0)) }
        guard plain, let value = Double(figure) else {
            throw RoadmapError(
                .invalid, "“\(text.prefix(40))” is not a number.",
                tip: "Write it with digits and a point, such as 83.5.", field: "value")
        }
        return value
    }

    /// Whether every comma has three digits behind it and there is a whole number before them, as in `10,000`.
    private static func hasGroups(_ figure: String) -> Bool {
        let parts = figure.drop { $0 == "-" || $0 == "+" }.split(separator: ",", omittingEmptySubsequences: false)
        guard parts.count > 1, (1...3).contains(parts[0].count), parts[0].first != "0" else { return false }
        return parts.dropFirst().allSatisfy { $0.prefix { $0.isNumber }.count == 3 }
    }
}

struct ReadingFormModel: TemplateModel {
    let form: ReadingForm
    let metric: Metric

    static let shape = Shape<ReadingFormModel>()
        .text("action") { Links.readings(of: $0.metric.name) }
        .text("returnTo") { Links.target($0.metric.name) }
        .text("problem") { $0.form.errors.isEmpty ? nil : $0.form.errors[""] ?? "Nothing was recorded yet." }
        .text("valueLabel") { $0.metric.unit.isEmpty ? "Value" : "Value in \($0.metric.unit)" }
        .text("value") { $0.form.value }
        .text("valueError") { $0.form.errors["value"] }
        .text("at") { $0.form.at }
        .text("atError") { $0.form.errors["at"] }
        .text("note") { $0.form.note }
        .text("noteError") { $0.form.errors["note"] }
}
