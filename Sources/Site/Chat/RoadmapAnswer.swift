import JSON

/// An answer of `local:roadmap` in OpenAI's shapes.
struct RoadmapAnswer {
    let model: String
    let question: String
    /// Paragraphs.
    let parts: [String]

    private var text: String { parts.joined(separator: "\n\n") }

    /// About four bytes make a token.
    private var usage: JSON {
        let (input, output) = (Int64(question.utf8.count / 4), Int64(text.utf8.count / 4))
        return [
            "prompt_tokens": .integer(input), "completion_tokens": .integer(output),
            "total_tokens": .integer(input + output),
        ]
    }

    var completion: JSON {
        [
            "id": "chatcmpl-roadmap", "object": "chat.completion", "created": 0, "model": .string(model),
            "choices": [
                ["index": 0, "message": ["role": "assistant", "content": .string(text)], "finish_reason": "stop"]
            ],
            "usage": usage,
        ]
    }

    /// As server-sent events: one for each paragraph, the end, the usage, the end mark.
    var events: [[UInt8]] {
        var events = parts.enumerated().map { index, part in
            event(
                choices: [
                    [
                        "index": 0,
                        "delta": ["role": "assistant", "content": .string(index == 0 ? part : "\n\n" + part)],
                        "finish_reason": .null,
                    ]
                ])
        }
        events.append(event(choices: [["index": 0, "delta": [:], "finish_reason": "stop"]]))
        events.append(event(choices: [], usage: usage))
        events.append(Array("data: [DONE]\n\n".utf8))
        return events
    }

    private func event(choices: JSON, usage: JSON? = nil) -> [UInt8] {
        var chunk: JSON.Object = [
            "id": "chatcmpl-roadmap", "object": "chat.completion.chunk", "created": 0, "model": .string(model),
            "choices": choices,
        ]
        if let usage { chunk["usage"] = usage }
        return Array("data: \(JSON.object(chunk).text)\n\n".utf8)
    }
}
