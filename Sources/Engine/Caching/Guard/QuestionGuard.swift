/// Decides whether two questions that an embedding finds close really ask the same.
///
/// It refuses on a difference that changes the answer: a number, unit or version, a negation, an opposite, a name, a code
/// identifier, who does what to whom, what sort of answer is wanted. Words that only one side has it weighs against the
/// similarity: they may narrow the question, or say the same otherwise. It knows English; of other languages it weighs
/// every word that differs. A refusal costs an upstream call, a wrong answer costs trust, so where it is not sure it
/// refuses.
public struct QuestionGuard: Sendable {
    public init() {}

    /// Compares two texts. To compare one with many, prepare a ``Question`` of each once.
    public func compare(_ asked: String, _ kept: String) -> Verdict {
        if asked == kept { return Verdict(findings: []) }
        return compare(Question(asked), Question(kept))
    }

    /// Compares two questions. Which of them is the new one matters only for the order within the findings.
    public func compare(_ asked: Question, _ kept: Question) -> Verdict {
        if asked.text == kept.text { return Verdict(findings: []) }
        if asked.isTooLong || kept.isTooLong {
            let finding = Finding(.length, asked: Self.length(asked), kept: Self.length(kept))
            return Verdict(findings: [finding])
        }
        let alignment = Alignment(asked, kept)
        var findings: [Finding] = []
        if asked.bare != kept.bare {
            findings.append(Finding(.word, asked: asked.bare ?? asked.text, kept: kept.bare ?? kept.text))
        }
        NumberRule.judge(alignment, into: &findings)
        NegationRule.judge(alignment, into: &findings)
        NameRule.judge(alignment, into: &findings)
        AimRule.judge(alignment, into: &findings)
        TraitRule.judge(alignment, into: &findings)
        OrderRule.judge(alignment, into: &findings)
        WordRule.judge(alignment, into: &findings)
        if findings.isEmpty, asked.form == kept.form { return Verdict(findings: []) }
        let wordsAgree = Verdict(findings: findings).isSameQuestion
        return Verdict(findings: findings, resemblance: Resemblance(alignment, wordsAgree: wordsAgree))
    }

    private static func length(_ question: Question) -> String { "\(question.text.utf8.count) bytes" }
}
