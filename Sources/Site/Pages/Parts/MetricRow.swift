import Markup
import Roadmap

/// A metric in a list: where it is, where it should be, and how that is judged.
struct MetricRow: TemplateModel {
    let metric: Metric
    let status: MetricStatus
    let newest: Reading?
    /// Against the last reading of a week before.
    let change: Double?
    private let days: [ReadingDay]
    private let today: Day

    /// - Parameter history: with sparkline and change, which cost two more look-ups.
    init(_ metric: Metric, in progress: Progress, history: Bool = true) throws {
        self.metric = metric
        (status, newest) = try progress.status(of: metric)
        today = progress.today
        days = history && newest != nil ? try progress.days(30, of: metric) : []
        change = history ? try Self.change(of: metric, since: newest, in: progress) : nil
    }

    /// How far the newest reading is from the one a week before it.
    static func change(of metric: Metric, since newest: Reading?, in progress: Progress) throws -> Double? {
        guard let newest else { return nil }
        let before = try progress.reading(of: metric, before: newest.at.adding(seconds: -7 * 24 * 3600))
        return before.map { newest.value - $0.value }
    }

    static let shape = Shape<MetricRow>()
        .text("label") { $0.metric.title }
        .text("href") { Links.target($0.metric.name) }
        .object("now") { row in row.newest.map { Quantity($0.value, of: row.metric) } }
        .object("expected") { row in row.status.expected.map { Quantity($0, of: row.metric) } }
        .object("next") { row in row.metric.nextTarget(from: row.today).map { DatedQuantity($0, of: row.metric) } }
        .object("change") { row in row.change.map { Delta($0, of: row.metric) } }
        .html("sparkline") { MetricCharts.sparkline($0.days, of: $0.metric) }
        .object("status") { StatusMark($0.status) }
}
