/// A word, name, number or identifier that carries part of a question's meaning.
struct Term: Sendable, Equatable {
    enum Kind: Sendable, Equatable { case word, name, number, ordinal, version, unit, identifier, quoted }

    var kind: Kind
    /// What equal terms share: the root of a word, the value of a number.
    var root: String
    /// As it was written.
    var written: String
    /// The exact spelling where it matters; two terms that have one must agree in it.
    var exact: String?
    /// The unit of a number.
    var unit: String?
    /// 0 for what may be left out, 1 for what says little, 2 for what makes the question.
    var weight = 2
    /// The preposition that the term stands behind.
    var role: FunctionWords.Role?
    /// Whether the term before it stands right before it.
    var followsTerm = false
    /// Whether "and", "or" or "vs" joins it to the term before it, so that the two may change places.
    var isListed = false
    /// Whether it stands beside another word of the same name.
    var isPartOfName = false

    func means(_ other: Term) -> Bool {
        guard root == other.root else { return false }
        guard let exact, let spelling = other.exact else { return true }
        return exact == spelling
    }

    func isWritten(like other: Term) -> Bool { written.lowercased() == other.written.lowercased() }

    var isNumeric: Bool { kind == .number || kind == .ordinal || kind == .version }
}
