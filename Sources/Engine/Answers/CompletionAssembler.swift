import JSON

/// Puts the chunks of a stream together to the whole answer, so that it can be kept and given either way.
struct CompletionAssembler {
    private struct Choice {
        var message: JSON.Object = ["role": "assistant"]
        var calls: [Int64: JSON.Object] = [:]
        var finishReason: JSON = .null
    }

    private var frame: JSON.Object = [:]
    private var choices: [Int64: Choice] = [:]
    private(set) var usage: JSON?

    var hasBegun: Bool { !choices.isEmpty }

    /// The chunks so far made up an answer that ended.
    var isFinished: Bool { !choices.isEmpty && choices.values.allSatisfy { $0.finishReason != .null } }

    mutating func add(_ chunk: JSON) {
        for name in ["id", "created", "model", "system_fingerprint"] {
            if frame[name] == nil, let value = chunk[name] { frame[name] = value }
        }
        if let usage = chunk["usage"], usage != .null { self.usage = usage }
        for element in chunk["choices"]?.arrayValue ?? [] {
            let index = element["index"]?.integerValue ?? 0
            var choice = choices[index] ?? Choice()
            for member in element["delta"]?.objectValue ?? [:] { Self.append(member.name, member.value, to: &choice) }
            if let reason = element["finish_reason"], reason != .null { choice.finishReason = reason }
            choices[index] = choice
        }
    }

    /// The whole answer.
    func completion() -> Completion {
        var object = frame
        object["object"] = "chat.completion"
        object["choices"] = .array(
            choices.keys.sorted().compactMap { index in
                choices[index].map { choice in
                    var message = choice.message
                    if message["content"] == nil { message["content"] = .null }
                    if !choice.calls.isEmpty {
                        message["tool_calls"] = .array(
                            choice.calls.keys.sorted().compactMap { key in
                                choice.calls[key].map { .object($0) }
                            })
                    }
                    return [
                        "index": .integer(index), "message": .object(message), "finish_reason": choice.finishReason,
                    ]
                }
            })
        if let usage { object["usage"] = usage }
        return Completion(object)
    }

    /// Text grows by what comes; anything else is taken as it is.
    private static func append(_ name: String, _ value: JSON, to choice: inout Choice) {
        switch (name, value) {
        case ("role", _), (_, .null): if value != .null { choice.message[name] = value }
        case ("tool_calls", .array(let calls)):
            for call in calls { merge(call, into: &choice.calls[call["index"]?.integerValue ?? 0, default: [:]]) }
        case (_, .string(let text)):
            choice.message[name] = .string((choice.message[name]?.stringValue ?? "") + text)
        default: choice.message[name] = value
        }
    }

    private static func merge(_ call: JSON, into whole: inout JSON.Object) {
        for member in call.objectValue ?? [:] where member.name != "index" {
            guard member.name == "function" else {
                if member.value != .null { whole[member.name] = member.value }
                continue
            }
            var function = whole["function"]?.objectValue ?? [:]
            for part in member.value.objectValue ?? [:] {
                guard let text = part.value.stringValue else { continue }
                function[part.name] = .string((function[part.name]?.stringValue ?? "") + text)
            }
            whole["function"] = .object(function)
        }
    }
}
