public import Engine
import Storage

extension RequestStore: RequestHistory {
    public func figures(from start: Int64, to end: Int64) throws -> RequestFigures {
        try database.read { db in
            var figures = RequestFigures()
            for span in try Self.window(from: start, to: end, db).spans {
                try db.forEach(
                    RollupSQL.statements(span.grain).figures, span.units.lowerBound, span.units.upperBound
                ) { figures.merge(RollupSQL.point($0).figures) }
            }
            figures.lost = try Self.lost(from: start, to: end, db)
            return figures
        }
    }

    public func sums(from start: Int64, to end: Int64) throws -> [RequestSum] {
        let sums = try database.read { db in
            var sums: [SumKind: RequestSum] = [:]
            for span in try Self.window(from: start, to: end, db).spans {
                try db.forEach(
                    RollupSQL.statements(span.grain).groups, span.units.lowerBound, span.units.upperBound
                ) { row in
                    let sum = RollupSQL.sum(row, at: 1)
                    let kind = SumKind(model: sum.model, outcome: sum.outcome, cache: sum.cache)
                    if sums[kind]?.merge(sum) == nil { sums[kind] = sum }
                }
            }
            return sums.values
        }
        return sums.sorted {
            ($0.model, $0.outcome.rawValue, $0.cache.rawValue) < ($1.model, $1.outcome.rawValue, $1.cache.rawValue)
        }
    }

    public func series(from start: Int64, to end: Int64, step: Int64, model: String?) throws -> [RequestPoint] {
        guard start < end else { return [] }
        return try database.read { db in
            let horizons = try Self.horizons(db)
            let (grain, step) = Self.grain(ofStep: step, from: start, horizons: horizons)
            let first = start.dividedDown(by: step) * step
            let stop = (end + step - 1).dividedDown(by: step) * step
            var points = stride(from: first, to: stop, by: Int64.Stride(step)).map {
                RequestPoint(start: $0, figures: RequestFigures())
            }
            func position(of time: Int64) -> Int { Int((time * grain.length - first) / step) }
            let (lower, upper) = (grain.unit(of: first), grain.unit(of: stop))
            let statements = RollupSQL.statements(grain)
            if let model {
                try db.forEach(statements.groupsOfModel, model, lower, upper) { row in
                    points[position(of: row.integer(0))].figures.add(RollupSQL.sum(row, at: 1))
                }
            } else {
                try db.forEach(statements.figures, lower, upper) { row in
                    let (time, figures) = RollupSQL.point(row)
                    points[position(of: time)].figures.merge(figures)
                }
            }
            return points
        }
    }

    /// The models that requests counted for, those that are gone included.
    public func models() throws -> [String] {
        try database.read { db in try db.query(RollupSQL.statements(.day).models) { $0.text(0) } }
    }

    private struct SumKind: Hashable {
        let model: String
        let outcome: RequestRecord.Outcome
        let cache: CacheOutcome
    }

    /// The coarsest grain that a step is made of, and the step in whole units of it.
    private static func grain(ofStep step: Int64, from start: Int64, horizons: [Grain: Int64]) -> (Grain, Int64) {
        let kept = Grain.allCases.first { start >= (horizons[$0] ?? .min / $0.length) * $0.length } ?? .day
        let length = max(kept.length, Grain.minute.unit(from: max(step, 1)) * Grain.minute.length)
        let grain = Grain.allCases.last { $0.length <= length && length % $0.length == 0 } ?? .minute
        guard grain.length < kept.length else { return (grain, length) }
        return (kept, kept.unit(from: length) * kept.length)
    }

    private static func window(from start: Int64, to end: Int64, _ db: Connection) throws -> Window {
        Window(from: start, to: end, horizons: try horizons(db))
    }

    private static func horizons(_ db: Connection) throws -> [Grain: Int64] {
        let rows = try db.query("SELECT grain, kept_from FROM rollup_horizon") { ($0.text(0), $0.integer(1)) }
        return Dictionary(
            rows.compactMap { name, unit in Grain(rawValue: name).map { ($0, unit) } }, uniquingKeysWith: max)
    }

    private static func lost(from start: Int64, to end: Int64, _ db: Connection) throws -> Int64 {
        try db.first(
            "SELECT coalesce(sum(count), 0) FROM request_lost WHERE minute >= $1 AND minute < $2",
            Grain.minute.unit(of: start), Grain.minute.unit(from: end)
        ) { $0.integer(0) } ?? 0
    }
}
