/// Who does what to whom: the same words with their parts exchanged ask something else.
enum OrderRule {
    static func judge(_ pair: Alignment, into findings: inout [Finding]) {
        var places: [(Int, Int)] = []
        for (place, partner) in pair.partners.enumerated() {
            guard let partner, places.count < 24 else { continue }
            if !places.contains(where: { $0.1 == partner }) { places.append((place, partner)) }
        }
        guard places.count > 1 else { return }
        let asked = pair.asked.terms
        let kept = pair.kept.terms
        let lacksNothing = (pair.lonelyAsked + pair.lonelyKept).allSatisfy { $0.weight < 2 }
        for (index, first) in places.enumerated() {
            for second in places[(index + 1)...]
            where !(asked[second.0].isListed && kept[first.1].isListed)
                && !areFree(asked, kept, first, second)
                && (rolesExchanged(asked[first.0], kept[first.1], asked[second.0], kept[second.1])
                    || neighboursExchanged(asked, first, second, kept)
                    || turnedRound(places, first, second, pair))
            {
                findings.append(
                    Finding(
                        .order, asked: "\(asked[first.0].written) … \(asked[second.0].written)",
                        kept: "\(kept[second.1].written) … \(kept[first.1].written)",
                        margin: lacksNothing ? .infinity : Margins.looseOrder))
                return
            }
        }
    }

    /// Words that stand where they like ("how fast …", "… compared"), and "internship at X", which is "X internship".
    private static func areFree(_ asked: [Term], _ kept: [Term], _ one: (Int, Int), _ other: (Int, Int)) -> Bool {
        if movable.contains(asked[one.0].root) || movable.contains(asked[other.0].root) { return true }
        func isCompound(_ terms: [Term], _ first: Int, _ second: Int) -> Bool {
            second == first + 1 && terms[second].followsTerm && terms[second].role == nil
        }
        return isCompound(asked, one.0, other.0) != isCompound(kept, other.1, one.1)
            && (asked[one.0].role == .forPurpose || asked[other.0].role == .forPurpose || asked[one.0].isNumeric)
    }

    private static let movable: Set<String> = Set(
        ["compare", "cost", "better", "fast", "online", "average", "both", "example"].map(Lexicon.root))

    /// "from X to Y" and "from Y to X", "X than Y" and "Y than X", "X into Y" and "Y into X".
    private static func rolesExchanged(_ one: Term, _ oneKept: Term, _ other: Term, _ otherKept: Term) -> Bool {
        if let role = one.role, role == otherKept.role, role != oneKept.role, role != other.role {
            return other.role == oneKept.role || directed(role, other.role, oneKept.role)
        }
        if let role = other.role, role == oneKept.role, role != otherKept.role, role != one.role {
            return one.role == otherKept.role || directed(role, one.role, otherKept.role)
        }
        return false
    }

    /// "X to Y" against "from Y to X": one says where it starts, the other leaves it open.
    private static func directed(_ role: FunctionWords.Role, _ one: FunctionWords.Role?, _ other: FunctionWords.Role?)
        -> Bool
    {
        let opposite: FunctionWords.Role? = role == .to ? .from : role == .from ? .to : nil
        return opposite != nil && (one == nil || one == opposite) && (other == nil || other == opposite)
    }

    /// "house boat" and "boat house"; but "track requests" is "request tracking".
    private static func neighboursExchanged(_ asked: [Term], _ one: (Int, Int), _ other: (Int, Int), _ kept: [Term])
        -> Bool
    {
        asked[one.0].weight > 0 && asked[other.0].weight > 0
            && other.0 == one.0 + 1 && asked[other.0].followsTerm && one.1 == other.1 + 1 && kept[one.1].followsTerm
            && asked[one.0].isWritten(like: kept[one.1]) && asked[other.0].isWritten(like: kept[other.1])
    }

    /// "Do cats eat dogs" and "do dogs eat cats": two change sides of a third. In the passive, with "by", they may.
    private static func turnedRound(_ places: [(Int, Int)], _ one: (Int, Int), _ other: (Int, Int), _ pair: Alignment)
        -> Bool
    {
        guard one.0 < other.0, one.1 > other.1, pair.asked.terms[one.0].weight > 0, pair.asked.terms[other.0].weight > 0
        else { return false }
        let asked = pair.asked.terms
        let kept = pair.kept.terms
        for pivot in places where pivot.0 > one.0 && pivot.0 < other.0 && pivot.1 < one.1 && pivot.1 > other.1 {
            if symmetric.contains(asked[pivot.0].root) { return false }
            let isAgent = [asked[other.0].role == .by, kept[one.1].role == .by]
            if isAgent[0] != isAgent[1] { return false }
            return [asked[pivot.0], kept[pivot.1], asked[other.0], kept[one.1]].allSatisfy { $0.role == nil }
        }
        return false
    }

    private static let symmetric: Set<String> = Set(
        ["compare", "difference", "similar", "marry", "meet", "relationship"].map(Lexicon.root))
}
