/// Brings several rankings of the same things together.
///
/// Reciprocal rank fusion: a thing's score is the sum of `1 / (60 + rank)` over the rankings it is in, ranks counted
/// from 1. Source: G. Cormack, C. Clarke, S. Büttcher, "Reciprocal Rank Fusion outperforms Condorcet and individual Rank
/// Learning Methods" (2009).
public enum RankFusion {
    private static let steadiness = 60.0

    /// - Parameter rankings: each the best first, nothing twice.
    /// - Returns: the best first; of equal ones that which an earlier ranking has, or has higher up.
    public static func fuse<Thing: Hashable>(_ rankings: [[Thing]]) -> [Thing] {
        var scores: [Thing: Double] = [:]
        var order: [Thing] = []
        for ranking in rankings {
            for (index, thing) in ranking.enumerated() {
                if scores[thing] == nil { order.append(thing) }
                scores[thing, default: 0] += 1 / (steadiness + Double(index + 1))
            }
        }
        return order.enumerated()
            .sorted { (scores[$0.element] ?? 0, -$0.offset) > (scores[$1.element] ?? 0, -$1.offset) }
            .map(\.element)
    }
}
