import Engine

/// Pairs that differ in one thing that changes the answer, by the kind of finding that must refuse them.
struct NearMiss: Sendable, CustomStringConvertible {
    let kind: Finding.Kind
    let asked: String
    let kept: String

    var description: String { "\(kind.rawValue): \(asked) / \(kept)" }

    static let all: [NearMiss] = [
        pairs(.number, numbers), pairs(.unit, units), pairs(.version, versions), pairs(.negation, negations),
        pairs(.opposite, everydayOpposites + "\n" + workOpposites), pairs(.name, names),
        pairs(.identifier, identifiers), pairs(.quotation, quotations), pairs(.order, orders),
        pairs(.questionKind, questionKinds), pairs(.tense, tenses), pairs(.person, persons),
        pairs(.quantifier, quantifiers), pairs(.word, words), risky,
    ].flatMap { $0 }

    static func pairs(_ kind: Finding.Kind, _ lines: String) -> [NearMiss] {
        lines.split(separator: "\n").map { line in
            let sides = line.split(separator: "⇄").map { String($0.drop { $0 == " " }) }
            return NearMiss(kind: kind, asked: String(sides[0].dropLast()), kept: sides[1])
        }
    }
}
