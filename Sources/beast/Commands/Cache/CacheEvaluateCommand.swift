import Backends
import Dispatch
import Engine
import FoundationEssentials
import JSON
import Roadmap
import Synchronization

enum CacheEvaluateCommand: Command {
    static let name = "cache evaluate"
    static let summary = "Measures how well questions of which a person said whether they are the same are told apart."
    static let operands = "FILE"
    static let options = [
        Option.flag("json", "print it as JSON"),
        Option.flag("pairs", "print every pair with all figures, tab-separated"),
        Option.value("sample", "N", "take every Nth pair only"),
    ]
    static let details = """
        FILE has a label (1 the same question, 0 not), a question and another question in each line, separated by tabs.
        For each threshold it says how many pairs are accepted as the same question, which part of them rightly (precision)
        and which part of those that are the same is found (recall): by similarity alone, and as the semantic cache decides.

          beast cache evaluate question-pairs.tsv --sample 10
        """

    static func run(_ arguments: Arguments, in environment: CommandEnvironment) throws {
        guard arguments.operands.count == 1 else {
            throw UsageError(
                "`beast cache evaluate` takes one file.", tip: "For example: beast cache evaluate question-pairs.tsv")
        }
        guard let step = Int(arguments["sample"] ?? "1"), step > 0 else {
            throw UsageError(
                "--sample \(arguments["sample"] ?? "") is no step.",
                tip: "Give a whole number from 1, like --sample 10.")
        }
        let pairs = try pairs(in: arguments.operands[0], every: step)
        guard let folder = try ChatService.weights() else {
            throw CommandFailure(
                message: "The sentence embedder's weights are not here.", tip: "`make weights` fetches them.")
        }
        let judged = judge(pairs, by: try MiniLMEmbedder(folder: folder))
        if arguments.has("pairs") {
            for row in [JudgedPair.columns] + judged.map(\.row) {
                try environment.terminal.write(row.joined(separator: "\t") + "\n")
            }
            return
        }
        let evaluation = GuardEvaluation(judged)
        try environment.terminal.write(
            arguments.has("json") ? json(evaluation).pretty : text(evaluation, environment.terminal))
    }

    private static func pairs(in file: String, every step: Int) throws -> [LabelledPair] {
        let text: String
        do {
            text = try String(contentsOfFile: file, encoding: .utf8)
        } catch {
            throw CommandFailure(
                message: "\(file) cannot be read as text.", tip: "Name a file of UTF-8 text that you may read.")
        }
        let pairs: [LabelledPair]
        do throws(PairError) {
            pairs = try LabelledPair.read(text, every: step)
        } catch {
            throw CommandFailure(message: "\(file): \(error.message)", tip: error.tip)
        }
        guard !pairs.isEmpty else {
            throw CommandFailure(message: "\(file) holds no pairs.", tip: PairError.form)
        }
        return pairs
    }

    /// Embeds each question once, on all cores.
    private static func judge(_ pairs: [LabelledPair], by embedder: MiniLMEmbedder) -> [JudgedPair] {
        let questions = LabelledPair.questions(pairs)
        let embeddings = Mutex([String: [Float]](minimumCapacity: questions.count))
        DispatchQueue.concurrentPerform(iterations: questions.count) { index in
            let embedding = embedder.embed(Punctuation.wellFormed(questions[index]))
            embeddings.withLock { $0[questions[index]] = embedding }
        }
        let known = embeddings.withLock { $0 }
        return pairs.map { pair in
            let (asked, kept) = (known[pair.asked] ?? [], known[pair.kept] ?? [])
            return JudgedPair(pair, similarity: Double(zip(asked, kept).reduce(0) { $0 + $1.0 * $1.1 }))
        }
    }

    private static func text(_ evaluation: GuardEvaluation, _ terminal: Terminal) -> String {
        var text = "\(counted(evaluation.pairs, "pair")), \(evaluation.same) of them the same question\n\n"
        func row(_ first: String, _ cells: [String]) -> String {
            padded(first, 12) + cells.map { leftPadded($0, 11) }.joined() + "\n"
        }
        text += padded("", 12) + terminal.styled(leftPadded("similarity alone", 33), .strong)
        text += terminal.styled(leftPadded("with the guard", 33), .strong) + "\n"
        text += row("threshold", ["accepted", "precision", "recall", "accepted", "precision", "recall"])
        for line in evaluation.rows {
            text += row(
                figure(line.threshold, 2),
                [line.alone, line.guarded].flatMap {
                    ["\($0.accepted)", figure($0.precision, 3), figure($0.recall, 3)]
                })
        }
        text += "\n" + row("precision", ["", "threshold", "recall", "", "threshold", "recall"])
        for best in evaluation.best {
            text += row(
                "≥ " + figure(best.precision, 2),
                [best.alone, best.guarded].flatMap { ["", figure($0?.threshold, 4), figure($0?.recall, 3)] })
        }
        return text
    }

    private static func figure(_ value: Double?, _ places: Int) -> String {
        guard let value else { return "–" }
        var scale = 1
        for _ in 0..<places { scale *= 10 }
        let units = Int((value * Double(scale)).rounded())
        let fraction = String(units % scale)
        return "\(units / scale)." + String(repeating: "0", count: places - fraction.count) + fraction
    }

    private static func json(_ evaluation: GuardEvaluation) -> JSON {
        func number(_ value: Double?) -> JSON { value.map { .number($0) } ?? .null }
        func score(_ score: GuardEvaluation.Score) -> JSON {
            [
                "accepted": .integer(Int64(score.accepted)), "precision": number(score.precision),
                "recall": number(score.recall),
            ]
        }
        func point(_ point: GuardEvaluation.Best.Point?) -> JSON {
            point.map { ["recall": .number($0.recall), "threshold": .number($0.threshold)] } ?? .null
        }
        return [
            "pairs": .integer(Int64(evaluation.pairs)), "same": .integer(Int64(evaluation.same)),
            "thresholds": .array(
                evaluation.rows.map { row -> JSON in
                    ["threshold": .number(row.threshold), "alone": score(row.alone), "guarded": score(row.guarded)]
                }),
            "recallAtPrecision": .array(
                evaluation.best.map { best -> JSON in
                    [
                        "precision": .number(best.precision), "alone": point(best.alone),
                        "guarded": point(best.guarded),
                    ]
                }),
        ]
    }
}
