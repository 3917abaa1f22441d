import Engine
import Roadmap

/// Where monitoring pages and their stream take what they show.
struct MonitoringSource: Sendable {
    let monitor: Monitor
    let log: (any RequestLog)?
    let history: FigureHistory
    let latest: LatestVerdict
    private let sizes: TierSizes
    private let warmer: CacheWarmer?
    private let tracker: Tracker

    init(monitor: Monitor, log: (any RequestLog)?, warmer: CacheWarmer?, tracker: Tracker) {
        self.monitor = monitor
        self.log = log
        self.warmer = warmer
        self.tracker = tracker
        history = FigureHistory(monitor: monitor, log: log)
        latest = LatestVerdict(monitor)
        sizes = TierSizes(monitor)
    }

    func moment(at milliseconds: Int64) -> MonitoringMoment {
        MonitoringMoment(
            plan: tracker.plan, calendar: tracker.calendar, now: Instant(milliseconds: milliseconds))
    }

    /// Everything that the page shows of this moment. What the record of requests cannot tell is missing, and said.
    func view(_ range: MonitoringRange) -> MonitoringView {
        let snapshot = monitor.snapshot()
        let moment = moment(at: snapshot.at)
        var problem: Failure?
        var points: [FigurePoint]
        do {
            points = try history.points(range, now: snapshot.at)
        } catch {
            problem = Failure(error)
            points = history.counted(range, now: snapshot.at)
        }
        var whole: RouterFigures?
        do {
            whole = try wholeFigures(range, snapshot)
        } catch {
            problem = problem ?? Failure(error)
            whole = RouterFigures(range == .minutes ? snapshot.quarterHour : snapshot.hour)
        }
        return MonitoringView(
            snapshot: snapshot, moment: moment, range: range, points: points,
            figures: range == .minutes ? RouterFigures(snapshot.minute) : whole, whole: whole, problem: problem,
            contents: sizes.contents(now: snapshot.at), semantic: monitor.semantic, warming: warmer?.statistics,
            alerts: monitor.alerts.map {
                AlertPanel(
                    $0.standing, returnTo: Links.monitoring, calendar: moment.calendar, now: moment.now)
            })
    }

    private func wholeFigures(_ range: MonitoringRange, _ snapshot: MonitoringSnapshot) throws -> RouterFigures? {
        switch range {
        case .minutes: RouterFigures(snapshot.quarterHour)
        case .hour where snapshot.uptime >= 3_600 || log == nil: RouterFigures(snapshot.hour)
        case .hour, .day, .month: try history.whole(range, now: snapshot.at)
        }
    }
}
