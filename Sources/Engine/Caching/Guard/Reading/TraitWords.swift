/// Small words that tell tense, person and quantity.
enum TraitWords {
    static func read(_ lower: String, into traits: inout Traits) {
        if let tense = tenses[lower] { traits.tenses.formUnion(tense) }
        if let person = persons[lower] {
            if traits.persons.isDisjoint(with: couple(person)) { traits.leads.formUnion(person) }
            traits.persons.formUnion(person)
        }
        if let quantity = quantities[lower] { traits.quantities.formUnion(quantity) }
    }

    private static func couple(_ person: Traits.Person) -> Traits.Person {
        person.isDisjoint(with: [.male, .female]) ? [.first, .second] : [.male, .female]
    }

    private static let tenses: [String: Traits.Tense] = [
        "was": .past, "were": .past, "did": .past, "had": .past, "is": .present, "are": .present, "am": .present,
        "do": .present, "does": .present, "has": .present, "have": .present, "will": .future, "shall": .future,
    ]

    private static let persons: [String: Traits.Person] = [
        "i": .first, "me": .first, "my": .first, "mine": .first, "myself": .first,
        "you": .second, "your": .second, "yours": .second, "yourself": .second,
        "he": .male, "him": .male, "his": .male, "himself": .male, "she": .female, "her": .female, "hers": .female,
        "herself": .female,
    ]

    private static let quantities: [String: Traits.Quantity] = [
        "all": .all, "every": .all, "each": .all, "everyone": .all, "everybody": .all, "everything": .all,
        "always": .all, "some": .some, "several": .some, "someone": .some, "somebody": .some, "sometimes": .some,
        "few": .some, "most": .most, "mostly": .most, "only": .only,
    ]
}
