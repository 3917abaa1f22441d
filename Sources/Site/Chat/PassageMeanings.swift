import Engine
import Markup
import Roadmap
import Synchronization

/// What the passages of the roadmap documents mean, to find those that mean what a question asks in other words.
///
/// Passages are embedded in the background, once for each text, when documents are first asked for and whenever they have
/// changed; until that is done nobody waits for it. Long passages are embedded in pieces, and the nearest piece counts.
final class PassageMeanings: Sendable {
    /// What of a passage is embedded on its own.
    private enum Grain: Sendable, CaseIterable {
        /// Some lines under their heading: what they are about together.
        case section
        /// One line: a task, a sentence.
        case line
    }

    private struct Piece: Sendable {
        let passage: PassageID
        let grain: Grain
        let vector: [Float]
    }

    private struct State {
        /// By text: a passage that stays as it was is not embedded again.
        var vectors: [String: [Float]] = [:]
        var pieces: [Piece] = []
        /// The version of the documents that `pieces` are of.
        var readyVersion: UInt64?
        /// The version that is being embedded.
        var pendingVersion: UInt64?
        var preparation: Task<Void, Never>?
    }

    /// At 1.5 KB each; what is beyond is found by its words only.
    private static let pieceLimit = 8_192
    /// Bytes of text: about a third of what the embedder reads at once, for a vector of many matters is near to none.
    private static let sectionSize = 400
    private static let batch = 16
    /// Below this similarity nothing is said about the question.
    private static let least: Float = 0.25

    private let embedder: any SentenceEmbedder
    private let state = Mutex(State())

    init(_ embedder: any SentenceEmbedder) {
        self.embedder = embedder
    }

    /// Whether these documents' passages have been embedded.
    func isReady(for documents: Documents) -> Bool {
        state.withLock { $0.readyVersion == documents.version } && !embedder.standing.isOff
    }

    /// Whether these documents' passages can be found by meaning now. If not, they are embedded in the background.
    func areReady(for documents: Documents) -> Bool {
        // Whoever else embeds finds out when it is on again.
        guard !embedder.standing.isOff else { return false }
        return state.withLock { state in
            if state.readyVersion == documents.version { return true }
            guard state.pendingVersion != documents.version else { return false }
            state.pendingVersion = documents.version
            state.preparation = Task.detached(priority: .background) { [self] in await prepare(documents) }
            return false
        }
    }

    /// Waits until what is being embedded is.
    func settle() async { await state.withLock { $0.preparation }?.value }

    /// The passages nearest in meaning to a question, the nearest first: in one ranking by what their lines are about
    /// together, in another by their nearest line.
    /// - Throws: what the embedder throws.
    func rankings(for question: String, limit: Int) async throws -> [[PassageID]] {
        let embeddings = try await embedder.embed([question], isUrgent: true)
        guard let vector = embeddings.vectors.first else { return [] }
        let pieces = state.withLock { $0.pieces }
        var best: [Grain: [PassageID: Float]] = [:]
        for piece in pieces {
            let similarity = Self.product(piece.vector, vector)
            guard similarity >= Self.least else { continue }
            best[piece.grain, default: [:]][piece.passage, default: 0].raise(to: similarity)
        }
        return Grain.allCases.map { grain in
            (best[grain] ?? [:])
                .sorted { ($0.value, $1.key.order) > ($1.value, $0.key.order) }
                .prefix(limit).map(\.key)
        }
    }

    private static func product(_ one: [Float], _ other: [Float]) -> Float {
        var sum: Float = 0
        for index in 0..<min(one.count, other.count) { sum += one[index] * other[index] }
        return sum
    }

    private func prepare(_ documents: Documents) async {
        let pieces = Self.pieces(of: documents)
        let known = state.withLock { $0.vectors }
        var vectors: [String: [Float]] = [:]
        var missing: [String] = []
        for piece in pieces where vectors[piece.text] == nil {
            vectors[piece.text] = known[piece.text] ?? []
            if known[piece.text] == nil { missing.append(piece.text) }
        }
        do {
            for start in stride(from: 0, to: missing.count, by: Self.batch) {
                let texts = Array(missing[start...].prefix(Self.batch))
                let embeddings = try await embedder.embed(texts, isUrgent: false)
                for (text, vector) in zip(texts, embeddings.vectors) { vectors[text] = vector }
                // Documents that have changed meanwhile are embedded instead.
                guard state.withLock({ $0.pendingVersion == documents.version }) else { return }
            }
        } catch {
            // The next question tries again; the embedder refuses at once while it is off.
            state.withLock { if $0.pendingVersion == documents.version { $0.pendingVersion = nil } }
            return
        }
        state.withLock { [vectors] state in
            guard state.pendingVersion == documents.version else { return }
            state.vectors = vectors
            state.pieces = pieces.map { Piece(passage: $0.passage, grain: $0.grain, vector: vectors[$0.text] ?? []) }
            (state.readyVersion, state.pendingVersion) = (documents.version, nil)
        }
    }

    private static func pieces(of documents: Documents) -> [(passage: PassageID, grain: Grain, text: String)] {
        var pieces: [(passage: PassageID, grain: Grain, text: String)] = []
        for document in documents.all {
            for passage in document.content.passages {
                let id = PassageID(document: document.name, anchor: passage.anchor)
                let lines = passage.text.split(separator: "\n").map(String.init)
                pieces += sections(of: lines, under: passage.heading).map { (id, .section, $0) }
                pieces += lines.filter { $0.utf8.count <= sectionSize }.map { (id, .line, $0) }
                guard pieces.count < pieceLimit else { return Array(pieces.prefix(pieceLimit)) }
            }
        }
        return pieces
    }

    /// As many lines together as make a section, each section under the heading.
    private static func sections(of lines: [String], under heading: String) -> [String] {
        var sections: [String] = []
        var section = heading
        for line in lines {
            if section.utf8.count + line.utf8.count > sectionSize, section != heading {
                sections.append(section)
                section = heading
            }
            section += section.isEmpty ? line : "\n" + line
        }
        if section != heading || sections.isEmpty { sections.append(section) }
        return sections.filter { !$0.isEmpty }
    }
}

extension PassageID {
    /// An order among passages that are equally near.
    fileprivate var order: String { document + "#" + anchor }
}

extension Float {
    fileprivate mutating func raise(to other: Float) { self = Swift.max(self, other) }
}
