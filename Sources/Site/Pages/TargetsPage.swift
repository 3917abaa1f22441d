import HTTP
import Markup
import Roadmap

enum TargetsPage {
    /// `GET /targets`: every metric with its newest reading, what is expected of it today and its next target; grouped by
    /// status, or sorted by `?sort=` a column, descending with a leading minus.
    static func show(_ request: Request, site: Site) throws -> Reply {
        try site.page(request, \.targets) { progress, layout in
            try Model(
                progress, layout: layout(.targets, "Targets"), order: Order(request.query["sort"]),
                address: site.address(of: request))
        }
    }

    enum Column: String, CaseIterable {
        case metric, now, expected, next, change, trend, status

        var label: String {
            switch self {
            case .metric: "Metric"
            case .now: "Now"
            case .expected: "Expected today"
            case .next: "Next target"
            case .change: "Change in 7 days"
            case .trend: "Trend"
            case .status: "Status"
            }
        }

        var isNumeric: Bool { [.now, .expected, .next, .change].contains(self) }
    }

    struct Order {
        let column: Column
        let descending: Bool

        /// By status when nothing else, or nothing known, is asked for.
        init(_ text: String?) {
            let name = text ?? ""
            descending = name.hasPrefix("-")
            column = Column(rawValue: descending ? String(name.dropFirst()) : name) ?? .status
        }

        func sort(_ rows: [MetricRow], today: Day) -> [MetricRow] {
            switch column {
            case .metric: sorted(rows) { $0.metric.title.lowercased() }
            case .now: sorted(rows) { $0.newest?.value }
            case .expected: sorted(rows) { $0.status.expected }
            case .next: sorted(rows) { $0.metric.nextTarget(from: today)?.due.daysSince1970 }
            case .change, .trend: sorted(rows) { $0.change }
            case .status: sorted(rows) { $0.status.kind.urgency }
            }
        }

        /// Rows without the value come last in either direction: they are what nobody sorts for.
        private func sorted<Value: Comparable>(
            _ rows: [MetricRow], by value: (MetricRow) -> Value?
        ) -> [MetricRow] {
            rows.sorted { first, second in
                switch (value(first), value(second)) {
                case (let first?, let second?): descending ? first > second : first < second
                case (_?, nil): true
                default: false
                }
            }
        }
    }

    struct Model: TemplateModel {
        let layout: Layout
        let rows: [MetricRow]
        let order: Order
        let counts: StatusCounts
        let asOf: String
        let address: String

        init(_ progress: Progress, layout: Layout, order: Order, address: String) throws {
            self.layout = layout
            self.order = order
            self.address = address
            rows = order.sort(try progress.plan.metrics.map { try MetricRow($0, in: progress) }, today: progress.today)
            counts = StatusCounts(rows.map(\.status))
            asOf = "As of \(progress.today.long)"
        }

        private var headline: String {
            var parts: [String] = []
            if counts.behind > 0 { parts.append("\(counted(counts.behind, "metric")) behind") }
            if counts.stale > 0 { parts.append("\(counts.stale) stale") }
            if counts.onTrack > 0 { parts.append("\(counts.onTrack) on track") }
            if parts.isEmpty { return counts.total == 0 ? "No metrics" : "No metric has a reading yet" }
            if counts.noData > 0 { parts.append("\(counts.noData) without data") }
            return parts.joined(separator: ", ")
        }

        private var groups: [Group] {
            guard order.column == .status else { return [Group(kind: nil, rows: rows)] }
            let kinds = Set(rows.map(\.status.kind)).sorted { $0.urgency < $1.urgency }
            return (order.descending ? kinds.reversed() : kinds)
                .map { kind in Group(kind: kind, rows: rows.filter { $0.status.kind == kind }) }
        }

        static let shape = Shape<Model>()
            .object("layout") { $0.layout }
            .text("asOf") { $0.asOf }
            .text("headline") { $0.headline }
            .list("columns") { model in Column.allCases.map { ColumnModel(column: $0, order: model.order) } }
            .flag("grouped") { $0.order.column == .status }
            .list("groups") { $0.groups }
            .flag("noReadings") { $0.counts.noData == $0.counts.total }
            .text("readingCurl") { "\($0.layout.curl) --data 40 \($0.address)/api/v1/metrics/cacheHitRate" }
    }

    struct ColumnModel: TemplateModel {
        let column: Column
        let order: Order

        private var isCurrent: Bool { column == order.column }

        static let shape = Shape<ColumnModel>()
            .text("label") { $0.column.label }
            .flag("numeric") { $0.column.isNumeric }
            .text("order") { !$0.isCurrent ? "none" : $0.order.descending ? "descending" : "ascending" }
            .text("href") {
                "\(Links.targets)?sort=\($0.isCurrent && !$0.order.descending ? "-" : "")\($0.column.rawValue)"
            }
    }

    struct Group: TemplateModel {
        let kind: MetricStatus.Kind?
        let rows: [MetricRow]

        static let shape = Shape<Group>()
            .text("id") { $0.kind.map { $0.rawValue.split(separator: " ").joined(separator: "-") } ?? "all" }
            .text("state") { $0.kind.map { StatusMark.state(of: $0).rawValue } ?? "none" }
            .text("title") { $0.kind.map { $0.rawValue.prefix(1).uppercased() + $0.rawValue.dropFirst() } }
            .text("count") { $0.rows.count }
            .list("rows") { $0.rows }
    }
}
