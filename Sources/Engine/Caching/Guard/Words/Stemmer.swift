/// Takes the endings of inflection off English words, and of derivation only those that leave the meaning alone.
///
/// "caching", "caches", "cached" and "cache" become "cach"; "learner" stays another word than "learn".
enum Stemmer {
    static func stem(_ word: String) -> String {
        var letters = Array(word.utf8)
        // The s of "https" is no plural: http is another protocol.
        guard letters.count > 3, word != "https", letters.allSatisfy({ $0 >= 97 && $0 <= 122 }) else { return word }
        plural(&letters)
        british(&letters)
        if ends(letters, "ization") || (ends(letters, "ation") && letters.count > 8) {
            letters.removeLast(5)
        } else if (ends(letters, "ction") || ends(letters, "ption")) && letters.count > 6 {
            letters.removeLast(3)
        } else if ends(letters, "ing"), hasVowel(letters.dropLast(3)), letters.count > 5 {
            letters.removeLast(3)
            undouble(&letters)
        } else if ends(letters, "ied"), letters.count > 4 {
            letters.removeLast(3)
            letters.append(UInt8(ascii: "y"))
        } else if ends(letters, "ed"), hasVowel(letters.dropLast(2)), letters.count > 4 {
            letters.removeLast(2)
            undouble(&letters)
        } else if ends(letters, "ly"), letters.count > 5 {
            letters.removeLast(2)
            if letters.last == UInt8(ascii: "i") { letters[letters.count - 1] = UInt8(ascii: "y") }
        }
        if letters.count > 3, letters.last == UInt8(ascii: "e") { letters.removeLast() }
        if letters.count > 5, ends(letters, "ll") { letters.removeLast() }
        return String(decoding: letters, as: UTF8.self)
    }

    private static func plural(_ letters: inout [UInt8]) {
        guard letters.last == UInt8(ascii: "s"), !ends(letters, "ss"), !ends(letters, "us"), !ends(letters, "is")
        else { return }
        if ends(letters, "ies"), letters.count > 4 {
            letters.removeLast(3)
            letters.append(UInt8(ascii: "y"))
        } else if ["sses", "shes", "ches", "xes", "zzes", "oes"].contains(where: { ends(letters, $0) }) {
            letters.removeLast(2)
        } else {
            letters.removeLast()
        }
    }

    private static let britishEndings = [
        ("isation", "ization"), ("ise", "ize"), ("ising", "izing"), ("ised", "ized"),
        ("yse", "yze"), ("ysing", "yzing"), ("our", "or"), ("oured", "ored"), ("ourite", "orite"),
    ]

    private static func british(_ letters: inout [UInt8]) {
        for (ending, american) in britishEndings
        where letters.count > ending.utf8.count + 2 && ends(letters, ending) {
            letters.removeLast(ending.utf8.count)
            letters.append(contentsOf: american.utf8)
            return
        }
    }

    private static func undouble(_ letters: inout [UInt8]) {
        guard letters.count > 3, let last = letters.last, letters[letters.count - 2] == last,
            !"lsz".utf8.contains(last)
        else { return }
        letters.removeLast()
    }

    private static func hasVowel(_ letters: some Sequence<UInt8>) -> Bool {
        letters.contains { "aeiouy".utf8.contains($0) }
    }

    private static func ends(_ letters: [UInt8], _ ending: String) -> Bool {
        letters.count > ending.utf8.count && letters.suffix(ending.utf8.count).elementsEqual(ending.utf8)
    }
}
