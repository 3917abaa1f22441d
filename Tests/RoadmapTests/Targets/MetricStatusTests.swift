import Testing

@testable import Roadmap

@Suite("A metric's status and its reason") struct MetricStatusTests {
    private func status(_ metric: Metric, _ value: Double?, read: String = "2026-01-16", today: String = "2026-01-16")
        -> MetricStatus
    {
        let newest = value.map {
            Reading(
                id: 1, metric: "sample", at: instant("\(read)T08:00:00Z"), value: $0, source: .script, note: "",
                recordedBy: "cron")
        }
        return MetricStatus(of: metric, newest: newest, today: day(today), calendar: .utc)
    }

    @Test("at or above the line is on track, below is behind, and the sentence says both figures")
    func line() {
        let behind = status(.sample(), 27.4)
        #expect(behind.kind == .behind && behind.expected == 28)
        #expect(behind.reason == "27.4 % against 28 % expected by today")
        #expect(status(.sample(), 28).kind == .onTrack)
        let down = Metric.sample(unit: "ms", better: .down, baseline: 500, targets: [1: 200])
        #expect(status(down, 350).kind == .onTrack)
        #expect(status(down, 351).reason == "351 ms against 350 ms expected by today")
        #expect(status(down, 351).kind == .behind)
    }

    @Test("a reading older than its period is stale, however good it is")
    func stale() {
        #expect(status(.sample(), 99, read: "2026-01-09").kind == .onTrack)
        let old = status(.sample(), 99, read: "2026-01-08")
        #expect(old.kind == .stale)
        #expect(old.reason == "last reading 99 % is 8 days old; one is expected every 7 days")
        let daily = status(.sample(every: 1), 99, read: "2026-01-14")
        #expect(daily.reason == "last reading 99 % is 2 days old; one is expected every day")
        #expect(status(.sample(targets: [:]), 99, read: "2026-01-01").kind == .stale)
    }

    @Test("the age of a reading is counted in days of the reporting zone")
    func zone() throws {
        let reading = Reading(
            id: 1, metric: "sample", at: instant("2026-01-08T23:30:00Z"), value: 99, source: .script, note: "",
            recordedBy: "cron")
        let berlin = ReportingCalendar(zone: try TimeZoneRules(named: "Europe/Berlin"))
        func kind(_ calendar: ReportingCalendar) -> MetricStatus.Kind {
            MetricStatus(of: .sample(), newest: reading, today: day("2026-01-16"), calendar: calendar).kind
        }
        #expect(kind(.utc) == .stale && kind(berlin) == .onTrack)
    }

    @Test("without a reading it says what is due, what was due, or what the goal is")
    func noData() {
        let none = status(.sample(), nil)
        #expect(none.kind == .noData && none.expected == 28)
        #expect(none.reason == "no reading yet; 40 % due by 31 Jan 2026")
        #expect(status(.sample(), nil, today: "2026-05-01").reason == "no reading yet; 60 % was due by 31 Mar 2026")
        let undated = Metric.sample(targets: [:], beyond: 98)
        #expect(status(undated, nil).reason == "no reading yet; the goal beyond month 12 is 98 %")
        #expect(status(.sample(targets: [:]), nil).reason == "no reading yet")
    }

    @Test("nothing is behind a date that was never set")
    func undated() {
        let undated = status(.sample(targets: [:], beyond: 98), 3)
        #expect(undated.kind == .onTrack && undated.expected == nil)
        #expect(undated.reason == "3 %; no dated target, the goal beyond month 12 is 98 %")
        #expect(status(.sample(targets: [:]), 3).reason == "3 %; no target set")
    }

    @Test("what needs a person comes first")
    func urgency() {
        #expect(MetricStatus.Kind.allCases.sorted { $0.urgency < $1.urgency } == [.behind, .stale, .noData, .onTrack])
    }
}
