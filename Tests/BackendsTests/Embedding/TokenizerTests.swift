import Foundation
import Testing

@testable import Backends

struct TokenizerTests {
    func words(_ text: String) -> [String] {
        var words: [String] = []
        UncasedText.words(in: text, longest: 100) { word, _ in
            words.append(String(decoding: word, as: UTF8.self))
            return true
        }
        return words
    }

    @Test(
        "text is cut into words as BERT does",
        arguments: [
            ("Hello, World!", ["hello", ",", "world", "!"]),
            ("Ça va, Ångström? ǅ ﬁn", ["ca", "va", ",", "angstrom", "?", "ǆ", "ﬁn"]),
            ("e\u{301}te\u{301} İstanbul", ["ete", "istanbul"]),
            ("don't x=1+$y`z`", ["don", "'", "t", "x", "=", "1", "+", "$", "y", "`", "z", "`"]),
            ("日本語 and 豈", ["日", "本", "語", "and", "豈"]),
            ("がギ", ["かキ"]),
            ("한", ["\u{1112}\u{1161}\u{11AB}"]),
            ("a\0b\u{7}c\u{200B}d\u{FFFD}e", ["abcde"]),
            ("a\u{A0}b\tc\r\nd\u{2003}e", ["a", "b", "c", "d", "e"]),
            ("“x”—…", ["“", "x", "”", "—", "…"]),
            ("½ ² Ⅷ €", ["½", "²", "ⅷ", "€"]),
            ("", []),
        ] as [(String, [String])])
    func cutting(text: String, expected: [String]) {
        #expect(words(text).map { Array($0.unicodeScalars) } == expected.map { Array($0.unicodeScalars) })
    }

    @Test("every scalar loses its marks as canonical decomposition says")
    func decomposition() {
        var wrong: [String] = []
        for value in UInt32(0x80)...0x2FA1F {
            guard let scalar = Unicode.Scalar(value), scalar.properties.generalCategory != .nonspacingMark,
                scalar.properties.generalCategory != .unassigned,
                // What was added to Unicode after the model was made is not in its vocabulary either.
                let age = scalar.properties.age, age.major <= 14
            else { continue }
            let expected = String(scalar).decomposedStringWithCanonicalMapping.unicodeScalars
                .filter { $0.properties.generalCategory != .nonspacingMark }
            let bare = HangulSyllable.parts(of: scalar) ?? BareLetters.of(scalar) ?? [scalar]
            // Marks and spaces are dealt with before.
            if bare != Array(expected), !scalar.properties.isWhitespace { wrong.append(String(value, radix: 16)) }
        }
        #expect(wrong == [])
    }

    @Test("words are cut into the longest known pieces, the unknown ones replaced whole")
    func pieces() throws {
        let list = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "un", "##aff", "##able", "##a", "aff", "é", "##字", "字"]
        let tokenizer = try ModelFolder.with(["vocab.txt": Data(list.joined(separator: "\n").utf8)]) {
            WordPieceTokenizer(vocabulary: try Vocabulary($0 + "/vocab.txt", count: list.count))
        }
        func names(_ text: String, limit: Int = 256) -> [String] {
            tokenizer.tokens(in: text, limit: limit).map { list[Int($0)] }
        }
        #expect(names("Unaffable") == ["[CLS]", "un", "##aff", "##able", "[SEP]"])
        #expect(names("aff una unx") == ["[CLS]", "aff", "un", "##a", "[UNK]", "[SEP]"])
        #expect(names("字字") == ["[CLS]", "字", "字", "[SEP]"])
        #expect(names("") == ["[CLS]", "[SEP]"])
        #expect(names("un " + String(repeating: "a", count: 101)) == ["[CLS]", "un", "[UNK]", "[SEP]"])
        #expect(names("aff unaffable", limit: 4) == ["[CLS]", "aff", "un", "[SEP]"])
        #expect(names("[CLS]") == ["[CLS]", "[UNK]", "[UNK]", "[UNK]", "[SEP]"])
    }
}
