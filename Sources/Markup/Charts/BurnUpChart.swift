/// How a plan fills up: its scope, with every change of it, and what is done of it.
public struct BurnUpChart: Chart {
    public let id: String
    public let title: String
    /// What the picture shows, in words; made from the numbers when the caller has nothing better to say.
    public let summary: String?
    /// What is counted: `tasks`.
    public let noun: String
    public let axis: ChartAxis
    /// How many there are in all from an instant on, until the next point.
    public let scope: [ChartPoint]
    /// How many of them are done from an instant on, until the next point.
    public let done: [ChartPoint]
    public let today: Double?
    /// At most this many steps of each line are drawn, at least 16.
    public let maximumPoints: Int
    /// At most this many rows, the newest, are listed in the table for each of scope and done.
    public let maximumRows: Int

    /// Whatever is not finite, or outside `axis`, is left out; the order of points does not matter.
    public init(
        id: String, title: String, summary: String? = nil, noun: String = "tasks", axis: ChartAxis, scope: [ChartPoint],
        done: [ChartPoint], today: Double? = nil, maximumPoints: Int = 200, maximumRows: Int = 30
    ) {
        self.id = id
        self.title = title
        self.summary = summary
        self.noun = noun
        self.axis = axis
        self.scope = scope.drawable(in: axis)
        self.done = done.drawable(in: axis)
        self.today = today.flatMap { $0 >= axis.lower && $0 <= axis.upper ? $0 : nil }
        self.maximumPoints = maximumPoints
        self.maximumRows = max(0, maximumRows)
    }

    /// Where scope changed after it was first set, and by how much.
    var scopeChanges: [(point: ChartPoint, change: Double)] {
        zip(scope, scope.dropFirst()).compactMap { before, after in
            after.y == before.y ? nil : (after, after.y - before.y)
        }
    }

    public var svg: HTML { BurnUpDrawing(self).svg }

    public var dataTable: HTML {
        var table = DataTable(columns: ["When", "What", "Count"])
        let changes = scopeChanges
        if let first = scope.first {
            table.row(axis.describe(first.x), "Scope at first", DecimalText.readable(first.y))
        }
        for (point, change) in changes.suffix(maximumRows) {
            table.row(axis.describe(point.x), "Scope \(Self.signed(change))", DecimalText.readable(point.y))
        }
        for point in done.suffix(maximumRows).reversed() {
            table.row(axis.describe(point.x), "Done", DecimalText.readable(point.y))
        }
        var note: String?
        if done.count > maximumRows || changes.count > maximumRows {
            note =
                "The last \(min(maximumRows, changes.count)) of \(changes.count) changes of scope and the last "
                + "\(min(maximumRows, done.count)) of \(done.count) counts of what is done."
        } else if done.isEmpty {
            note = "Nothing done yet."
        }
        return table.html(note: note)
    }

    /// The description for those who cannot see the picture.
    var description: String {
        if let summary { return summary }
        guard let first = scope.first, let last = scope.last else { return "No \(noun) yet." }
        var sentences: [String] = []
        if let done = done.last {
            sentences.append(
                "\(DecimalText.readable(done.y)) of \(DecimalText.readable(last.y)) \(noun) done by \(axis.describe(done.x))."
            )
        } else {
            sentences.append("None of \(DecimalText.readable(last.y)) \(noun) done yet.")
        }
        let changes = scopeChanges
        if !changes.isEmpty {
            sentences.append(
                "Scope began at \(DecimalText.readable(first.y)) and changed \(changes.count == 1 ? "once" : "\(changes.count) times")."
            )
        }
        return sentences.joined(separator: " ")
    }

    /// `change` with its sign: `+4`.
    static func signed(_ change: Double) -> String {
        (change > 0 ? "+" : "") + DecimalText.readable(change)
    }
}
