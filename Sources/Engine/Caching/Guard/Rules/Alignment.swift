/// Which terms of two questions mean the same, and which only one of them has.
struct Alignment {
    let asked: Question
    let kept: Question
    /// For each asked term the first kept term that means the same.
    let partners: [Int?]
    /// Places of the asked terms that the kept question lacks.
    let onlyAsked: [Int]
    /// Places of the kept terms that the asked question lacks.
    let onlyKept: [Int]

    init(_ asked: Question, _ kept: Question) {
        self.asked = asked
        self.kept = kept
        var partners: [Int?] = []
        var onlyAsked: [Int] = []
        var isMet = [Bool](repeating: false, count: kept.terms.count)
        partners.reserveCapacity(asked.terms.count)
        for (place, term) in asked.terms.enumerated() {
            var partner: Int?
            for (other, candidate) in kept.terms.enumerated() where term.means(candidate) {
                partner = partner ?? other
                isMet[other] = true
            }
            partners.append(partner)
            if partner == nil { onlyAsked.append(place) }
        }
        self.partners = partners
        self.onlyAsked = onlyAsked
        onlyKept = isMet.indices.filter { !isMet[$0] }
    }

    var lonelyAsked: [Term] { onlyAsked.map { asked.terms[$0] } }
    var lonelyKept: [Term] { onlyKept.map { kept.terms[$0] } }
}
