/// Gives the headings of one document their anchors, as GitHub spells them.
struct Anchors {
    private var uses: [String: Int] = [:]

    /// The anchor of the next heading: lower case, blanks as hyphens, without punctuation; a number follows where an
    /// earlier heading has it already.
    mutating func anchor(for text: String) -> String {
        let base = Self.slug(of: text)
        guard var number = uses[base] else {
            uses[base] = 0
            return base
        }
        var anchor: String
        repeat {
            number += 1
            anchor = "\(base)-\(number)"
        } while uses[anchor] != nil
        uses[base] = number
        uses[anchor] = 0
        return anchor
    }

    private static func slug(of text: String) -> String {
        var slug = String.UnicodeScalarView()
        for scalar in text.lowercased().unicodeScalars {
            if scalar == " " {
                slug.append("-")
            } else if scalar == "-" || isWord(scalar) {
                slug.append(scalar)
            }
        }
        return slug.isEmpty ? "section" : String(slug)
    }

    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
            .spacingMark, .enclosingMark, .decimalNumber, .letterNumber, .connectorPunctuation:
            true
        default: false
        }
    }
}
