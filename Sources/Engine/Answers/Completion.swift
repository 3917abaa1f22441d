import JSON

/// A whole answer: a `chat.completion` object.
public struct Completion: Sendable {
    public let json: JSON.Object
    public let usage: Usage?
    /// The text that it was read from, in which the model can be named otherwise; `nil` when it was put together.
    private let written: JSON.Written?

    /// - Throws: `UpstreamTrouble.malformed` for what is no chat completion. `choices: null` counts as none.
    public init(parsing bytes: [UInt8]) throws(UpstreamTrouble) {
        let (parsed, written): (JSON, JSON.Written?)
        do {
            (parsed, written) = try JSON.reading(bytes, noting: "model")
        } catch {
            throw .malformed
        }
        guard let object = parsed.objectValue, object["choices"]?.arrayValue != nil else { throw .malformed }
        self.init(object, written: written)
    }

    init(_ object: JSON.Object, written: JSON.Written? = nil) {
        json = object
        usage = Usage(object["usage"])
        self.written = written
    }

    /// Every choice came to its end by itself; a cut or filtered answer is not worth keeping.
    public var isComplete: Bool {
        let choices = json["choices"]?.arrayValue ?? []
        return !choices.isEmpty
            && choices.allSatisfy { choice in
                ["stop", "tool_calls", "function_call"].contains(choice["finish_reason"]?.stringValue ?? "")
            }
    }

    var bytes: [UInt8] { written?.bytes ?? JSON.object(json).bytes }

    /// The answer under the name it was asked by; all else is as it came.
    func bytes(named model: String) -> [UInt8] {
        if let written { return written.replacing(by: .string(model)) }
        var object = json
        object["model"] = .string(model)
        return JSON.object(object).bytes
    }

    /// The answer as the bytes of a stream, its usage and end mark included.
    public var events: [UInt8] {
        events(withUsage: true).flatMap(\.self) + EventReader.event(EventReader.done)
    }

    /// The events of the answer as a stream, all but its end mark.
    func events(withUsage: Bool) -> [[UInt8]] { chunks(withUsage: withUsage).map { EventReader.event($0.bytes) } }

    /// The answer as the chunks of a stream: one for each choice's text and one for its end.
    /// - Parameter withUsage: ends with the chunk that has the usage.
    func chunks(withUsage: Bool) -> [JSON] {
        let choices = json["choices"]?.arrayValue ?? []
        var chunks: [JSON] = []
        for (index, choice) in choices.enumerated() {
            let position: JSON = choice["index"] ?? .integer(Int64(index))
            var delta = choice["message"]?.objectValue ?? [:]
            if let calls = delta["tool_calls"]?.arrayValue {
                delta["tool_calls"] = .array(calls.enumerated().map { Self.positioned($1, at: $0) })
            }
            chunks.append(chunk(["index": position, "delta": .object(delta), "finish_reason": .null]))
            chunks.append(
                chunk(["index": position, "delta": [:], "finish_reason": choice["finish_reason"] ?? "stop"]))
        }
        if withUsage {
            var last = frame
            last["choices"] = .array([])
            last["usage"] = json["usage"] ?? .null
            chunks.append(.object(last))
        }
        return chunks
    }

    private var frame: JSON.Object {
        [
            "id": json["id"] ?? "chatcmpl-0", "object": "chat.completion.chunk", "created": json["created"] ?? 0,
            "model": json["model"] ?? "",
        ]
    }

    private func chunk(_ choice: JSON) -> JSON {
        var chunk = frame
        chunk["choices"] = .array([choice])
        return .object(chunk)
    }

    private static func positioned(_ call: JSON, at index: Int) -> JSON {
        guard var object = call.objectValue, object["index"] == nil else { return call }
        object["index"] = .integer(Int64(index))
        return .object(object)
    }
}

extension Usage {
    /// From OpenAI's `usage`; `nil` when it is not there.
    init?(_ json: JSON?) {
        guard let json, let input = json["prompt_tokens"]?.integerValue else { return nil }
        self.init(
            input: input, cachedInput: json["prompt_tokens_details"]?["cached_tokens"]?.integerValue ?? 0,
            output: json["completion_tokens"]?.integerValue ?? 0)
    }
}
