/// The questions want the same sort of answer: who is not when, why is not how.
enum AimRule {
    static func judge(_ pair: Alignment, into findings: inout [Finding]) {
        let asked = pair.asked.traits
        let kept = pair.kept.traits
        if !asked.aims.isEmpty, !kept.aims.isEmpty, asked.aims.isDisjoint(with: kept.aims) {
            findings.append(
                Finding(
                    .questionKind, asked: asked.aims.words, kept: kept.aims.words,
                    margin: margin(asked.aims, kept.aims)))
        } else if asked.aims == .choice, kept.aims == .choice, modal(asked) != modal(kept) {
            let margin = asked.modal.isEmpty || kept.modal.isEmpty ? Margins.modal : .infinity
            findings.append(Finding(.questionKind, asked: asked.modal, kept: kept.modal, margin: margin))
        }
    }

    /// "could you" asks what "can you" asks.
    private static func modal(_ traits: Traits) -> String {
        switch traits.modal {
        case "could": "can"
        case "might": "may"
        default: traits.modal
        }
    }

    /// Some questions are often put either way: "what are ways of" and "how do I".
    private static func margin(_ one: Traits.Aim, _ other: Traits.Aim) -> Double {
        func isAmong(_ pairs: [(Traits.Aim, Traits.Aim)]) -> Bool {
            pairs.contains { pair in
                (one.contains(pair.0) && other.contains(pair.1)) || (one.contains(pair.1) && other.contains(pair.0))
            }
        }
        return isAmong(loose) ? Margins.looseAim : isAmong(doubtful) ? Margins.doubtfulAim : .infinity
    }

    private static let loose: [(Traits.Aim, Traits.Aim)] = [
        (.thing, .manner), (.thing, .person), (.thing, .reason), (.thing, .choice), (.thing, .place), (.thing, .amount),
        (.place, .manner),
    ]

    /// "Can I record a call" mostly wants to hear how; "is it important" often wants to hear why.
    private static let doubtful: [(Traits.Aim, Traits.Aim)] = [
        (.choice, .manner), (.choice, .reason), (.choice, .amount),
    ]
}
