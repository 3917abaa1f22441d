import Testing

@testable import Engine

@Suite("Measuring the guard on labelled pairs")
struct GuardEvaluationTests {
    private static let text = """
        1\tWhat is a mutex?\twhat is a mutex
        0\tIs 3 enough?\tIs 5 enough?

        1\tHow do I cook rice?\tHow can I cook rice?
        0\tWhat is a tree?\tWhy is the sky blue?
        """

    @Test("lines are read, empty ones passed over, and a sample takes every so manieth pair")
    func readsPairs() throws {
        let pairs = try LabelledPair.read(Self.text)
        #expect(pairs.map(\.isSame) == [true, false, true, false])
        #expect(pairs[2].kept == "How can I cook rice?")
        #expect(try LabelledPair.read(Self.text, every: 2).map(\.asked) == [pairs[0].asked, pairs[2].asked])
        #expect(try LabelledPair.read("").isEmpty)
        #expect(LabelledPair.questions(pairs + pairs).count == 8)
    }

    @Test("a line that is no pair is named", arguments: ["1\ta\tb\n2\ta\tb", "0\ta\tb\n1\ta", "1\ta\tb\nhello"])
    func namesBadLines(_ text: String) {
        #expect(throws: PairError(line: 2)) { try LabelledPair.read(text) }
    }

    @Test("precision and recall are those of what is accepted, alone and with the guard")
    func scores() throws {
        let pairs = try LabelledPair.read(Self.text)
        let judged = zip(pairs, [0.99, 0.97, 0.96, 0.2]).map { JudgedPair($0, similarity: $1) }
        let evaluation = GuardEvaluation(judged)
        #expect(evaluation.pairs == 4 && evaluation.same == 2)
        let strict = try #require(evaluation.rows.first { $0.threshold == 0.95 })
        #expect(strict.alone.accepted == 3 && strict.alone.precision == 2.0 / 3 && strict.alone.recall == 1)
        #expect(strict.guarded.accepted == 2 && strict.guarded.precision == 1 && strict.guarded.recall == 1)
        let strictest = try #require(evaluation.rows.last)
        #expect(strictest.alone.accepted == 1 && strictest.alone.recall == 0.5)
        let best = try #require(evaluation.best.first { $0.precision == 0.9 })
        #expect(best.guarded?.recall == 1)
        #expect(best.alone?.recall == 0.5)
    }

    @Test("no pairs have no figures")
    func scoresNothing() {
        let evaluation = GuardEvaluation([])
        #expect(evaluation.rows.allSatisfy { $0.alone.precision == nil && $0.guarded.recall == nil })
        #expect(evaluation.best.allSatisfy { $0.alone == nil && $0.guarded == nil })
    }

    @Test("a row of figures has as many fields as there are names for them")
    func printsRows() throws {
        for pair in try LabelledPair.read(Self.text) {
            #expect(JudgedPair(pair, similarity: 0.9).row.count == JudgedPair.columns.count)
        }
    }
}
