import Markup
import Roadmap

/// The plan's progress as pictures.
enum PlanCharts {
    /// Scope and done tasks from the plan's start to its end.
    static func burnUp(_ history: BurnUp, plan: Plan, today: Day, title: String) -> HTML {
        let end = plan.months.last?.days.upperBound ?? today
        let first = min(plan.start, history.done.first?.day ?? plan.start)
        let upper = max(end, today).adding(days: 1)
        // The plan was there before the program first saw it: its first scope holds from the start.
        let scope = history.scope.enumerated().map { index, point in
            ChartPoint(Double((index == 0 ? first : point.day).daysSince1970), Double(point.count))
        }
        let done =
            [ChartPoint(Double(first.daysSince1970), 0)]
            + history.done.map {
                ChartPoint(Double($0.day.daysSince1970), Double($0.count))
            }
        return BurnUpChart(
            id: "burn-up-chart", title: title, axis: MetricCharts.axis(from: first, to: upper), scope: scope,
            done: done,
            today: Double(today.daysSince1970) + 0.5
        )
        .figure(captioned: false)
    }

    /// How many entries of each week were made with BEAST MODE, over the twelve weeks that end with `last`.
    static func dogFooding(
        _ weeks: [ISOWeek: [DogFoodingKind: DogFoodingCount]], through last: ISOWeek, goals: [DogFoodingGoal]
    ) -> HTML {
        var shown: [ISOWeek] = [last]
        while shown.count < 12, let first = shown.first { shown.insert(first.previous, at: 0) }
        // One goal for the stacked columns: the mean of the kinds' goals.
        let goal = goals.isEmpty ? 0 : goals.reduce(0) { $0 + $1.percent } / Double(goals.count) / 100
        let columns = shown.map { week in
            let count = (weeks[week] ?? [:]).values.reduce(into: DogFoodingCount()) { $0 += $1 }
            return WeekColumns.Week("W\(week.week)", made: count.withBeast, byHand: count.byHand)
        }
        return WeekColumns(
            id: "weeks-chart", title: "Entries per week, made with BEAST MODE and by hand", weeks: columns, goal: goal,
            measure: .counts
        )
        .figure(captioned: false)
    }
}
