/// Cuts text into words the way BERT's uncased models were trained: lower case, no accents, every punctuation mark and
/// every Chinese character a word of its own, control characters gone.
///
/// Follows BERT's basic tokenizer as the `tokenizers` library does it: control characters first, then Chinese
/// characters, canonical decomposition, nonspacing marks, lower case, white space and punctuation last.
enum UncasedText {
    /// Hands each word to the body, in order, as UTF-8 with the number of its scalars, until the body answers `false`.
    ///
    /// Of a word longer than `longest` scalars only the first `longest + 1` are handed over.
    static func words(in text: String, longest: Int, _ body: (_ word: [UInt8], _ scalars: Int) -> Bool) {
        var word = Word(longest: longest)
        for scalar in text.unicodeScalars {
            if scalar.isASCII {
                let byte = UInt8(truncatingIfNeeded: scalar.value)
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                    word.append(byte)
                case UInt8(ascii: "A")...UInt8(ascii: "Z"):
                    word.append(byte | 0x20)
                case 0x09, 0x0A, 0x0D, 0x20:
                    guard word.end(body) else { return }
                case 0x21...0x7E:
                    guard word.end(body), body([byte], 1) else { return }
                default:
                    break
                }
            } else {
                guard take(scalar, &word, body) else { return }
            }
        }
        _ = word.end(body)
    }

    private static func take(
        _ scalar: Unicode.Scalar, _ word: inout Word, _ body: ([UInt8], Int) -> Bool
    ) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .privateUse, .surrogate, .nonspacingMark: return true
        default: break
        }
        guard scalar != "\u{FFFD}" else { return true }
        guard !scalar.properties.isWhitespace else { return word.end(body) }

        let chinese = isChinese(scalar)
        if chinese, !word.end(body) { return false }
        for part in HangulSyllable.parts(of: scalar) ?? BareLetters.of(scalar) ?? [scalar] {
            for lower in part.properties.lowercaseMapping.unicodeScalars {
                if isPunctuation(lower) {
                    guard word.end(body), body(Array(UTF8.encode(lower) ?? .init()), 1) else { return false }
                } else if lower.properties.generalCategory != .nonspacingMark {
                    word.append(lower)
                }
            }
        }
        return chinese ? word.end(body) : true
    }

    /// The blocks of Chinese characters as BERT lists them; Hangul and kana are words like those of any alphabet.
    private static func isChinese(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x4E00...0x9FFF, 0x3400...0x4DBF, 0x20000...0x2A6DF, 0x2A700...0x2B73F, 0x2B740...0x2B81F,
            0x2B820...0x2CEAF, 0xF900...0xFAFF, 0x2F800...0x2FA1F:
            true
        default: false
        }
    }

    private static func isPunctuation(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
            .finalPunctuation, .otherPunctuation:
            true
        default:
            // To BERT every ASCII symbol is punctuation.
            (0x21...0x7E).contains(scalar.value) && !scalar.properties.isAlphabetic
                && scalar.properties.numericType == nil
        }
    }

    /// The word being read.
    private struct Word {
        private let longest: Int
        private var bytes: [UInt8] = []
        private var scalars = 0

        init(longest: Int) { self.longest = longest }

        mutating func append(_ ascii: UInt8) {
            guard scalars <= longest else { return }
            bytes.append(ascii)
            scalars += 1
        }

        mutating func append(_ scalar: Unicode.Scalar) {
            guard scalars <= longest else { return }
            bytes.append(contentsOf: UTF8.encode(scalar) ?? .init())
            scalars += 1
        }

        /// Hands the word over, if there is one. Answers whether to go on.
        mutating func end(_ body: ([UInt8], Int) -> Bool) -> Bool {
            guard scalars > 0 else { return true }
            defer {
                bytes.removeAll(keepingCapacity: true)
                scalars = 0
            }
            return body(bytes, scalars)
        }
    }
}
