import Engine
import Testing

@Suite("The guard between near questions")
struct QuestionGuardTests {
    private let questionGuard = QuestionGuard()

    @Test("questions that differ in one thing that matters are refused, and for that reason", arguments: NearMiss.all)
    func refuses(_ pair: NearMiss) {
        let verdict = questionGuard.compare(pair.asked, pair.kept)
        #expect(!verdict.isSameQuestion)
        #expect(verdict.findings.contains { $0.kind == pair.kind && $0.refuses }, "\(verdict.findings)")
    }

    @Test("there are at least three hundred near misses of every kind")
    func hasEnoughNearMisses() {
        #expect(NearMiss.all.count >= 300)
        #expect(Set(NearMiss.all.map(\.kind)).count == Finding.Kind.allCases.count - 1)
    }

    @Test("at least nine in ten paraphrases pass")
    func passesParaphrases() {
        let refused = Paraphrases.all.filter { !questionGuard.compare($0.asked, $0.kept).isSameQuestion }
        #expect(Paraphrases.all.count >= 200)
        #expect(refused.count * 10 <= Paraphrases.all.count, "\(refused)")
    }

    @Test("it makes no difference which of the two was asked first")
    func isSymmetric() {
        for (asked, kept) in everyPair {
            let one = questionGuard.compare(asked, kept)
            let other = questionGuard.compare(kept, asked)
            #expect(one.isSameQuestion == other.isSameQuestion, "\(asked) / \(kept)")
            let mirrored = other.findings.map { [$0.kind.rawValue, $0.refuses.description] }
            #expect(
                Set(one.findings.map { [$0.kind.rawValue, $0.refuses.description] }) == Set(mirrored),
                "\(asked) / \(kept)")
        }
    }

    @Test("every question is the same as itself, prepared or not")
    func isReflexive() {
        for text in everyPair.flatMap({ [$0.0, $0.1] }) + Self.hostile {
            #expect(questionGuard.compare(text, text) == Verdict(findings: []))
            #expect(questionGuard.compare(Question(text), Question(text)).isSameQuestion)
            // Taken apart rather than compared as text.
            if text.utf8.count < 1000 { #expect(questionGuard.compare(text, text + " ").isSameQuestion, "\(text)") }
        }
    }

    @Test("prepared questions get the verdict of their texts")
    func preparedQuestionsAgree() {
        for (asked, kept) in everyPair {
            #expect(questionGuard.compare(Question(asked), Question(kept)) == questionGuard.compare(asked, kept))
        }
    }

    @Test(
        "form alone makes no difference",
        arguments: [
            ("What is a mutex?", "what is a mutex"), ("What’s a mutex?", "What's a mutex ?"),
            ("  What   is a\tmutex?\n", "What is a mutex?"), ("What is “RAII”?", "What is \"RAII\"?"),
            ("Is 1,000 a lot?", "Is 1000 a lot?"), ("Is 50 % a lot?", "Is 50% a lot?"),
            ("Is 5kg a lot?", "Is 5 kg a lot?"),
            ("What is new in Python3?", "What is new in Python 3?"),
            ("How long are two weeks?", "How long are 2 weeks?"),
            ("Is $5.00 a lot?", "Is $5 a lot?"), ("Can I wait a week?", "Can I wait 1 week?"),
            ("Is 2.5 million a lot?", "Is 2500000 a lot?"),
            ("Is the U.S. big?", "Is the USA big?"), ("Что такое Swift?", "что такое Swift"),
            ("日本の首都はどこですか？", "日本の首都はどこですか"),
            ("What happened in World War II?", "What happened in World War 2?"),
            ("What does `ls` do?", "What does ls do?"),
        ])
    func ignoresForm(_ asked: String, _ kept: String) {
        let verdict = questionGuard.compare(asked, kept)
        #expect(verdict.isSameQuestion, "\(verdict.findings)")
    }

    @Test(
        "in a language it does not know it lets through nothing that differs",
        arguments: [
            ("Was ist die Hauptstadt von Ungarn?", "Was ist die Hauptstadt von Rumänien?"),
            ("東京の人口は？", "大阪の人口は？"), ("Сколько стоит хлеб?", "Сколько стоит молоко?"), ("😀", "😡"),
            ("¿Cómo activo la memoria?", "¿Cómo desactivo la memoria?"), ("ما هي عاصمة مصر؟", "ما هي عاصمة لبنان؟"),
        ])
    func refusesForeignDifferences(_ asked: String, _ kept: String) {
        #expect(!questionGuard.compare(asked, kept).isSameQuestion)
    }

    @Test("a finding says in words what it saw")
    func describesFindings() {
        #expect(first("Is 3 enough?", "Is 5 enough?") == "number 3 vs 5")
        #expect(first("Is it in Paris?", "Is it in London?") == "name Paris vs London")
        #expect(first("What is Python 3.1?", "What is Python 3.2?") == "version 3.1 vs 3.2")
        #expect(first("What does parseURL do?", "What does parseURI do?") == "identifier parseURL vs parseURI")
        #expect(first("Is 5 ms fast?", "Is 5 s fast?") == "unit 5 millisecond vs 5 second")
        #expect(first("Can it turn on?", "Can it not turn on?").hasPrefix("negation nothing vs"))
        #expect(first("What is hidden?", "What is hidden here in the drawer?") == "word nothing vs drawer")
    }

    @Test("what differs in more than words is refused at every similarity and every threshold", arguments: NearMiss.all)
    func refusesAtEveryThreshold(_ pair: NearMiss) {
        let verdict = questionGuard.compare(pair.asked, pair.kept)
        // Pairs of the kind "word" are for the similarity to tell: the closest of them is 0.80.
        let similarity = pair.kind == .word ? 0.80 : 1
        #expect(verdict.isForbidden == (pair.kind != .word), "\(verdict.findings)")
        for threshold in GuardEvaluation.thresholds {
            #expect(!verdict.holds(similarity: similarity, threshold: threshold), "\(threshold)")
        }
    }

    @Test("similarity makes up for a word that one side has, never for a number")
    func gradesWords() {
        let word = questionGuard.compare("How do I list files?", "How do I list hidden files?")
        #expect(!word.isSameQuestion)
        #expect(!word.holds(similarity: 0.85, threshold: 0.8))
        #expect(word.holds(similarity: 0.97, threshold: 0.8))
        let number = questionGuard.compare("Is 3 enough?", "Is 5 enough?")
        #expect(!number.holds(similarity: 1, threshold: 0))
        let same = questionGuard.compare("What is a mutex?", "what's a mutex")
        #expect(same.holds(similarity: 0.95, threshold: 0.95))
        #expect(!same.holds(similarity: 0.94, threshold: 0.95))
    }

    @Test("of two pairs of one similarity the one in other words is likelier the same question")
    func weighsSpelling() {
        let alike = questionGuard.compare("How do I clean a wooden table?", "How do I clean a wooden chair?")
        let reworded = questionGuard.compare("How do I clean a wooden table?", "Proper care for desks made of timber?")
        #expect(reworded.chance(similarity: 0.9) > alike.chance(similarity: 0.9))
        #expect(alike.chance(similarity: 0.95) > alike.chance(similarity: 0.9))
    }

    @Test("a lower threshold takes a greater risk, but never one beyond one half")
    func risksMoreAtLowerThresholds() {
        #expect(abs(Verdict.leastChance(threshold: 0.8) - 0.6) < 1e-9)
        #expect(abs(Verdict.leastChance(threshold: 0.95) - 0.8) < 1e-9)
        #expect(Verdict.leastChance(threshold: 0) == 0.5)
        #expect(Verdict.leastChance(threshold: 1) <= 0.85)
    }

    @Test("questions that differ in form alone are the same at any similarity that reaches the threshold")
    func acceptsForm() {
        let verdict = questionGuard.compare("What's REST?", "what's rest")
        #expect(verdict.chance(similarity: 0.5) == 1)
        #expect(verdict.holds(similarity: 0.95, threshold: 0.95))
    }

    @Test("a text too long for the embedder is only the same as itself")
    func refusesLongTexts() {
        let long = String(repeating: "please summarise this ", count: 200)
        #expect(!questionGuard.compare(long + "a", long + "b").isSameQuestion)
        #expect(questionGuard.compare(long + "a", long + "b").findings.map(\.kind) == [.length])
        #expect(questionGuard.compare(long, long).isSameQuestion)
    }

    @Test("hostile texts are answered, whatever they are compared with")
    func survivesHostileTexts() {
        for one in Self.hostile {
            for other in Self.hostile where one != other {
                let verdict = questionGuard.compare(one, other)
                #expect(verdict.isSameQuestion == questionGuard.compare(other, one).isSameQuestion)
            }
            #expect(!questionGuard.compare(one, "What is the capital of France?").isSameQuestion)
        }
    }

    @Test("a question is not the same as no question")
    func refusesNothing() {
        #expect(!questionGuard.compare("", "What is a mutex?").isSameQuestion)
        #expect(!questionGuard.compare("?", "Why?").isSameQuestion)
        #expect(!questionGuard.compare("Hello", "Thanks").isSameQuestion)
    }

    private var everyPair: [(String, String)] {
        NearMiss.all.map { ($0.asked, $0.kept) } + Paraphrases.all.map { ($0.asked, $0.kept) }
    }

    private func first(_ asked: String, _ kept: String) -> String {
        questionGuard.compare(asked, kept).findings.first?.description ?? ""
    }

    private static let hostile: [String] = [
        "", " ", "?", "'", "\"", "`", "((((((((", "-", "--", "$", "1.", ".5", "-", "'s", "n't", "1-2-3-4-5", "5-", "v",
        "v1.", "٣ ٤",
        "\u{0}\u{1}\u{7F}", "\u{200B}\u{FEFF}", "e\u{301}\u{301}\u{301}", "👨‍👩‍👧‍👦🏳️‍🌈", "\u{202E}abc",
        "99999999999999999999999999999999 km",
        "nine hundred ninety nine trillion trillion trillion trillion", "1e400 1.7.3..5 1,,,2 0x1F 1/0 5%%",
        String(repeating: "a", count: 100_000), String(repeating: "a ", count: 50_000),
        String(repeating: "😀", count: 25_000),
        String(repeating: "(", count: 2000), String(repeating: "'\"`", count: 600),
        String(repeating: "1-", count: 1000),
        String(repeating: "not ", count: 500), String(repeating: "million ", count: 250),
        String(repeating: "hundred ", count: 250), String(repeating: "e\u{301}", count: 600),
        String(repeating: "turn on off ", count: 160), String(repeating: "a.b/c", count: 400),
        String(repeating: ".", count: 2048),
    ]
}
