import Engine
import Markup

/// The monitoring page's content of one moment: what the page is made of at first, and what its stream sends after that.
struct MonitoringView: TemplateModel {
    let snapshot: MonitoringSnapshot
    let moment: MonitoringMoment
    let range: MonitoringRange
    let points: [FigurePoint]
    /// Those that stand large.
    let figures: RouterFigures?
    /// Of the whole range.
    let whole: RouterFigures?
    /// Why the record of requests could not be read.
    let problem: Failure?
    let contents: [String: TierContents]
    let semantic: SemanticCache.Standing?
    let warming: WarmingStatistics?
    let alerts: AlertPanel?

    private static let longestList = 8

    var verdict: Verdict { Verdict(snapshot.verdict, conditions: snapshot.conditions, problem: problem) }
    var identity: Identity { Identity(snapshot) }
    var clock: String { moment.clock(moment.now) }

    func cell(_ figure: MonitoredFigure) -> FigureCell {
        FigureCell(
            figure: figure, now: figures,
            chart: FigureChart(figure: figure, range: range, points: points, whole: whole, moment: moment))
    }

    private var models: [ModelRow] {
        let total = snapshot.hour.tally.closed
        return snapshot.models.map { ModelRow(model: $0, total: total) }
    }

    private var tiers: [TierRow] {
        snapshot.tiers.map { tier in
            let counted = tier.entries.map {
                TierContents(entries: $0, bytes: tier.bytes ?? 0, capacity: tier.capacity ?? 0)
            }
            return TierRow(tier: tier, contents: counted ?? contents[tier.name])
        }
    }

    private var flights: [FlightRow] {
        snapshot.inFlight.prefix(Self.longestList).map { FlightRow(flight: $0, age: snapshot.age(of: $0)) }
    }

    private var moreFlights: String? {
        let hidden = Int(snapshot.totals.inFlight) - flights.count
        return hidden > 0 ? "and \(FigureText.whole(hidden)) more" : nil
    }

    static let shape = Shape<MonitoringView>()
        .object("verdict") { $0.verdict }
        .object("alerts") { $0.alerts }
        .object("identity") { $0.identity }
        .text("clock") { $0.clock }
        .list("figures") { view in MonitoredFigure.allCases.map(view.cell) }
        .list("models") { $0.models }
        .list("upstreams") { view in view.snapshot.models.compactMap { UpstreamRow($0, moment: view.moment) } }
        .list("tiers") { $0.tiers }
        .object("cache") { CacheStanding(semantic: $0.semantic, warming: $0.warming) }
        .flag("hasErrors") { !$0.snapshot.errors.isEmpty }
        .list("errors") { view in
            view.snapshot.errors.prefix(longestList).map { ErrorRow($0, moment: view.moment) }
        }
        .flag("hasFlights") { !$0.snapshot.inFlight.isEmpty }
        .list("flights") { $0.flights }
        .text("moreFlights") { $0.moreFlights }
}
