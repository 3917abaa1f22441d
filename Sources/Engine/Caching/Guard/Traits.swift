/// What a question is about besides its terms.
struct Traits: Sendable, Equatable {
    /// What it wants to hear.
    struct Aim: OptionSet, Sendable, Hashable {
        let rawValue: UInt16
        static let thing = Aim(rawValue: 1)
        static let person = Aim(rawValue: 2)
        static let time = Aim(rawValue: 4)
        static let place = Aim(rawValue: 8)
        static let manner = Aim(rawValue: 16)
        static let reason = Aim(rawValue: 32)
        static let amount = Aim(rawValue: 64)
        static let choice = Aim(rawValue: 128)

        private static let names: [(Aim, String)] = [
            (.thing, "what"), (.person, "who"), (.time, "when"), (.place, "where"), (.manner, "how"), (.reason, "why"),
            (.amount, "how much"), (.choice, "yes or no"),
        ]
        var words: String { Aim.names.filter { contains($0.0) }.map(\.1).joined(separator: ", ") }
    }

    struct Tense: OptionSet, Sendable, Hashable {
        let rawValue: UInt8
        static let past = Tense(rawValue: 1)
        static let present = Tense(rawValue: 2)
        static let future = Tense(rawValue: 4)
    }

    struct Person: OptionSet, Sendable, Hashable {
        let rawValue: UInt8
        static let first = Person(rawValue: 1)
        static let second = Person(rawValue: 2)
        static let male = Person(rawValue: 4)
        static let female = Person(rawValue: 8)
    }

    struct Quantity: OptionSet, Sendable, Hashable {
        let rawValue: UInt8
        static let all = Quantity(rawValue: 1)
        static let some = Quantity(rawValue: 2)
        static let most = Quantity(rawValue: 4)
        static let only = Quantity(rawValue: 8)
    }

    struct Direction: Sendable, Hashable {
        let root: String
        let written: String
    }

    var aims: Aim = []
    var tenses: Tense = []
    var persons: Person = []
    /// Which of the four persons is named first, by pairs: he or she, I or you.
    var leads: Person = []
    var quantities: Quantity = []
    /// The verb that a yes-or-no question hangs on: can, should, must, may; empty for is, do, have.
    var modal = ""
    /// The preposition that the question ends with, as in "what is money for".
    var ending = ""
    /// Whether it asks for the best, the worst or a favourite of something.
    var isSuperlative = false
    /// on, off, up, before and the like.
    var directions: [Direction] = []
    /// For each negation the root that follows it.
    var negated: [String] = []
}
