import Engine
import JSON
import Roadmap

/// The built-in model `local:roadmap`: it answers from the roadmap documents, with the passages that match the question
/// and where they stand. It needs no network and no key, and so it is always there.
public struct RoadmapUpstream: Upstream {
    public static let modelName = "local:roadmap"

    private let library: Library
    private let search: SearchIndex

    public init(library: Library, search: SearchIndex) {
        self.library = library
        self.search = search
    }

    /// The model as the registry lists it.
    public static let model = Model(
        name: modelName, endpoint: nil, upstreamID: modelName, weight: 0, concurrency: 64, isShared: true,
        capabilities: [])

    public func send(
        _ body: [UInt8], to model: Model, isStreamed: Bool
    ) async throws(UpstreamTrouble) -> UpstreamAnswer {
        let question: String
        let text: String
        do {
            question = Self.question(in: try JSON(parsing: body))
            text = try answer(to: question)
        } catch {
            throw .status(500, reason: "the documents cannot be searched", retryAfter: nil)
        }
        let completion: JSON = [
            "id": "chatcmpl-roadmap", "object": "chat.completion", "created": 0, "model": .string(model.name),
            "choices": [
                ["index": 0, "message": ["role": "assistant", "content": .string(text)], "finish_reason": "stop"]
            ],
            "usage": [
                "prompt_tokens": .integer(Int64(question.utf8.count / 4)),
                "completion_tokens": .integer(Int64(text.utf8.count / 4)),
                "total_tokens": .integer(Int64((question.utf8.count + text.utf8.count) / 4)),
            ],
        ]
        guard isStreamed else { return .whole(completion.bytes) }
        return .stream(OneShotStream(try Completion(parsing: completion.bytes).events))
    }

    private func answer(to question: String) throws -> String {
        let passages = try search.passages(about: question, in: library.refresh(), limit: 3)
        guard !passages.isEmpty else {
            return "The roadmap documents say nothing about that. They are listed under \(Links.documents)."
        }
        return passages.map { passage in
            let place = Links.document(passage.name) + (passage.anchor.isEmpty ? "" : "#" + passage.anchor)
            let heading = passage.heading.isEmpty ? passage.title : "\(passage.title): \(passage.heading)"
            return "\(passage.text)\n[\(heading)](\(place))"
        }
        .joined(separator: "\n\n")
    }

    private static func question(in request: JSON) -> String {
        let last = request["messages"]?.arrayValue?.last { $0["role"]?.stringValue == "user" }
        switch last?["content"] {
        case .string(let text)?: return text
        case .array(let parts)?: return parts.compactMap { $0["text"]?.stringValue }.joined(separator: " ")
        default: return ""
        }
    }
}

/// A stream whose bytes are all there.
private actor OneShotStream: UpstreamStream {
    private var bytes: [UInt8]?

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    func next() async throws(UpstreamTrouble) -> [UInt8]? {
        defer { bytes = nil }
        return bytes
    }
}
