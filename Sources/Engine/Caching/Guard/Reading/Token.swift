/// A piece of a question as it is written, before anything is known of its part in it.
struct Token: Sendable, Equatable {
    enum Sort: Sendable, Equatable {
        case word
        /// A number whose canonical spelling is `lower`.
        case number(NumberReader.Style)
        /// Code, a path, a flag, an address: compared letter for letter.
        case identifier
        /// The 's of a possessive.
        case possessive
        /// The end of a sentence.
        case stop
    }

    var text: String
    /// Lower case, the form in which the word lists know it.
    var lower: String
    var sort = Sort.word
    var startsSentence = false
    /// Stands within quotation marks or backticks, so that each word counts as it is.
    var isQuoted = false
    /// Was written together with the token before it.
    var isJoined = false
    /// The unit that was written onto a number: kg of 5kg, the dollar of $5.
    var unit: String?

    var isCapitalised: Bool {
        guard let first = text.unicodeScalars.first else { return false }
        return first.properties.isUppercase
    }

    /// Two letters or more, all of them capitals.
    var isAllCapitals: Bool {
        text.unicodeScalars.count > 1 && text.unicodeScalars.allSatisfy { $0.properties.isUppercase }
    }
}
