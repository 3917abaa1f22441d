import Markup

/// What one document says of the plan, before it is checked against the others.
struct PlanOutline {
    struct QuarterHeading {
        let number: Int
        let title: String
    }

    struct MonthHeading {
        let number: Int
        let title: String
        let line: Int
        var introduction: [Block] = []
    }

    struct WeekHeading {
        let month: Int
        let number: Int
        let title: String
        let line: Int
    }

    struct TaskItem {
        let id: TaskID
        let month: Int
        let week: Int
        let title: String
        let line: Int
    }

    let file: String
    let start: FrontMatter.Entry?
    private(set) var quarters: [QuarterHeading] = []
    private(set) var months: [MonthHeading] = []
    private(set) var weeks: [WeekHeading] = []
    private(set) var tasks: [TaskItem] = []
    private(set) var problems: [PlanProblem] = []

    /// Where the reading is: a heading closes everything at its level and below.
    private var month: (number: Int, level: Int)?
    private var week: (number: Int, level: Int)?

    init(_ document: RoadmapDocument) {
        file = document.file
        start = document.content.frontMatter.entry("start")
        for block in document.content.blocks { take(block) }
    }

    private mutating func take(_ block: Block) {
        if case .heading(let heading) = block {
            enter(heading)
        } else if let month {
            if let week {
                for item in [block].tasks { take(item, month: month.number, week: week.number) }
            } else {
                months[months.count - 1].introduction.append(block)
            }
        }
    }

    private mutating func enter(_ heading: Heading) {
        if let open = week, heading.level <= open.level { week = nil }
        if let open = month, heading.level <= open.level { (month, week) = (nil, nil) }

        if let (number, title) = numbered(heading.text, after: "Q") {
            quarters.append(QuarterHeading(number: number, title: title))
        } else if let (number, title) = numbered(heading.text, after: "Month ") {
            guard (1...12).contains(number) else {
                refuse(heading, "There is no month \(number): a plan has months 1 to 12.")
                return
            }
            months.append(MonthHeading(number: number, title: title, line: heading.line))
            month = (number, heading.level)
        } else if let open = month, let (number, title) = numbered(heading.text, after: "Week ") {
            guard (1...4).contains(number) else {
                refuse(heading, "There is no week \(number): a month has weeks 1 to 4.")
                return
            }
            weeks.append(WeekHeading(month: open.number, number: number, title: title, line: heading.line))
            week = (number, heading.level)
        }
    }

    private mutating func take(_ item: ListItem, month: Int, week: Int) {
        guard !item.title.isEmpty else {
            problems.append(PlanProblem(file: file, line: item.line, "A task needs a title after its box."))
            return
        }
        let title = item.title
        tasks.append(
            TaskItem(
                id: TaskID(month: month, week: week, title: title), month: month, week: week, title: title,
                line: item.line))
    }

    private mutating func refuse(_ heading: Heading, _ message: String) {
        problems.append(PlanProblem(file: file, line: heading.line, message))
    }

    /// `Month 3: Performance Baseline` after `Month ` is 3 and `Performance Baseline`.
    private func numbered(_ text: String, after word: String) -> (Int, String)? {
        guard text.hasPrefix(word) else { return nil }
        let rest = text.dropFirst(word.count)
        let digits = rest.prefix { $0.isASCII && $0.isNumber }
        guard let number = Int(digits) else { return nil }
        let title = rest.dropFirst(digits.count)
        guard title.isEmpty || title.hasPrefix(":") else { return nil }
        return (number, String(title.dropFirst().drop { $0 == " " }))
    }
}
