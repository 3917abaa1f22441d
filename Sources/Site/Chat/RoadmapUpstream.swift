import Engine
import JSON
import Markup
import Roadmap
import Synchronization

/// The built-in model `local:roadmap`: it answers from the roadmap documents, with the passages that have to do with the
/// question and where they stand. It needs no network and no key, and so it is always there.
///
/// Passages are found by their words and, where the embedder works, by what they mean; both rankings are fused.
public final class RoadmapUpstream: Upstream {
    public static let modelName = "local:roadmap"

    private let library: Library
    private let search: SearchIndex
    private let meanings: PassageMeanings?
    private let mark = Mutex<(version: UInt64, text: String)?>(nil)

    /// Passages that are answered with, and those of each ranking that are looked at.
    private static let limit = 3
    private static let depth = 20

    /// - Parameter embedder: `nil` finds passages by their words only.
    public init(library: Library, search: SearchIndex, embedder: (any SentenceEmbedder)? = nil) {
        self.library = library
        self.search = search
        meanings = embedder.map(PassageMeanings.init)
    }

    /// The model as the registry lists it.
    public static let model = Model(
        name: modelName, endpoint: nil, upstreamID: modelName, weight: 0, concurrency: 64, isShared: true,
        capabilities: [])

    /// Answers change with the documents, and when passages begin to be found by meaning.
    public var revision: String? {
        let documents = library.refresh()
        let isByMeaning = meanings?.isReady(for: documents) ?? false
        return contentMark(of: documents) + (isByMeaning ? " by meaning" : "")
    }

    public func send(
        _ body: [UInt8], to model: Model, isStreamed: Bool
    ) async throws(UpstreamTrouble) -> UpstreamAnswer {
        let question: String
        let parts: [String]
        do {
            question = Self.question(in: try JSON(parsing: body))
            // The search takes milliseconds, which whoever shares the request's thread need not wait.
            parts = try await withTaskExecutorPreference(globalConcurrentExecutor) {
                try await self.answer(to: question)
            }
        } catch {
            throw .status(500, reason: "the documents cannot be searched", retryAfter: nil)
        }
        let answer = RoadmapAnswer(model: model.name, question: question, parts: parts)
        return isStreamed ? .stream(PiecewiseStream(answer.events)) : .whole(answer.completion.bytes)
    }

    /// Waits until the passages that are being embedded are.
    func settle() async { await meanings?.settle() }

    /// The answer's paragraphs.
    private func answer(to question: String) async throws -> [String] {
        let documents = library.refresh()
        let found = try await passages(about: question, in: documents).prefix(Self.limit).compactMap(documents.passage)
        guard !found.isEmpty else {
            return ["The roadmap documents say nothing about that. They are listed under \(Links.documents)."]
        }
        return found.map { document, passage in
            let place = Links.document(document.name) + (passage.anchor.isEmpty ? "" : "#" + passage.anchor)
            let heading = passage.heading.isEmpty ? document.title : "\(document.title): \(passage.heading)"
            return "\(Self.shortened(passage.text))\n[\(heading)](\(place))"
        }
    }

    private func passages(about question: String, in documents: Documents) async throws -> [PassageID] {
        let byWords = try search.passages(about: question, in: documents, limit: Self.depth)
        guard let meanings, meanings.areReady(for: documents) else { return byWords }
        do {
            return RankFusion.fuse(try await meanings.rankings(for: question, limit: Self.depth) + [byWords])
        } catch {
            // Words are enough for an answer.
            return byWords
        }
    }

    private static func shortened(_ text: String) -> String {
        guard text.count > 700 else { return text }
        let start = text.prefix(700)
        let end = start.lastIndex { $0 == "." || $0 == "\n" } ?? start.endIndex
        return String(start[..<end]) + " …"
    }

    private static func question(in request: JSON) -> String {
        let last = request["messages"]?.arrayValue?.last { $0["role"]?.stringValue == "user" }
        switch last?["content"] {
        case .string(let text)?: return text
        case .array(let parts)?: return parts.compactMap { $0["text"]?.stringValue }.joined(separator: " ")
        default: return ""
        }
    }

    /// The same for the same documents, in another run too.
    private func contentMark(of documents: Documents) -> String {
        mark.withLock { mark in
            if let mark, mark.version == documents.version { return mark.text }
            // FNV-1a, 64 bits: nobody gains by making two of their own documents look alike.
            var hash: UInt64 = 0xcbf2_9ce4_8422_2325
            for document in documents.all {
                for text in [document.name] + document.content.passages.flatMap({ [$0.heading, $0.text] }) {
                    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
                    hash = (hash ^ 0xFF) &* 0x100_0000_01b3
                }
            }
            let text = String(hash, radix: 16)
            mark = (documents.version, text)
            return text
        }
    }
}

/// A stream whose pieces are all there.
private actor PiecewiseStream: UpstreamStream {
    private var pieces: ArraySlice<[UInt8]>

    init(_ pieces: [[UInt8]]) {
        self.pieces = pieces[...]
    }

    func next() async throws(UpstreamTrouble) -> [UInt8]? { pieces.popFirst() }
}
