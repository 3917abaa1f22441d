/// Strikethrough as GitHub writes it, `~~gone~~`, among the pieces of one run of text.
///
/// A run of exactly two tildes opens where a word may begin and closes where one may end, by the same flanking rules
/// as emphasis (CommonMark 6.2). It does not nest: a second opener takes the first one's place.
enum Strikethrough {
    static func applied(to content: [Inline]) -> [Inline] {
        guard content.contains(where: { $0.mayHoldTildes }) else { return content }
        var pass = Pass()
        for (index, inline) in content.enumerated() {
            if case .text(let text) = inline {
                pass.read(
                    text, follows: index > 0 ? content[index - 1] : nil,
                    precedes: index + 1 < content.count ? content[index + 1] : nil)
            } else {
                pass.output.append(inline)
            }
        }
        return pass.output
    }

    private struct Pass {
        var output: [Inline] = []
        /// Where in `output` the open tildes stand, as a piece of their own.
        private var opener: Int?

        mutating func read(_ text: String, follows: Inline?, precedes: Inline?) {
            let scalars = Array(text.unicodeScalars)
            var pending = String.UnicodeScalarView()
            var index = 0
            while index < scalars.count {
                guard scalars[index] == "~" else {
                    pending.append(scalars[index])
                    index += 1
                    continue
                }
                let start = index
                while index < scalars.count, scalars[index] == "~" { index += 1 }
                guard index - start == 2 else {
                    pending.append(contentsOf: scalars[start..<index])
                    continue
                }
                put(&pending)
                let before = start > 0 ? Side(scalars[start - 1]) : Side(follows)
                let after = index < scalars.count ? Side(scalars[index]) : Side(precedes)
                tildes(before: before, after: after)
            }
            put(&pending)
        }

        /// Appends text without joining it to open tildes, which may still vanish.
        private mutating func put(_ pending: inout String.UnicodeScalarView) {
            guard !pending.isEmpty else { return }
            if opener == output.count - 1 {
                output.append(.text(String(pending)))
            } else {
                output.append(text: String(pending))
            }
            pending.removeAll()
        }

        private mutating func tildes(before: Side, after: Side) {
            let opens = after != .blank && (after == .word || before != .word)
            let closes = before != .blank && (before == .word || after != .word)
            if closes, let start = opener, start + 1 < output.count {
                let struck = Array(output[(start + 1)...])
                output.removeSubrange(start...)
                output.append(.struck(struck))
                opener = nil
            } else if opens {
                output.append(.text("~~"))
                opener = output.count - 1
            } else {
                var text = String.UnicodeScalarView("~~".unicodeScalars)
                put(&text)
            }
        }
    }

    /// What stands beside a run of tildes.
    private enum Side {
        case blank, punctuation, word

        init(_ scalar: Unicode.Scalar) {
            if scalar.properties.isWhitespace {
                self = .blank
            } else {
                switch scalar.properties.generalCategory {
                case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation,
                    .initialPunctuation, .finalPunctuation, .otherPunctuation:
                    self = .punctuation
                default:
                    self = scalar.isASCII && !UInt8(scalar.value).isASCIIAlphanumeric ? .punctuation : .word
                }
            }
        }

        /// Beside other markup stands its closing or opening sign, which is punctuation.
        init(_ neighbour: Inline?) {
            switch neighbour {
            case nil, .softBreak, .lineBreak: self = .blank
            default: self = .punctuation
            }
        }
    }
}

extension Inline {
    fileprivate var mayHoldTildes: Bool {
        guard case .text(let text) = self else { return false }
        return text.utf8.contains(UInt8(ascii: "~"))
    }
}
