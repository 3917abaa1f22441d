import JSON

/// A chat request in OpenAI's shape. What this program does not know of it is passed on as it came.
public struct ChatRequest: Sendable {
    /// The body as it came.
    public let body: JSON.Object
    /// The model asked for, or `auto`.
    public let model: String
    public let isStreamed: Bool
    /// The stream is to end with a chunk that has the usage.
    public let wantsUsage: Bool
    /// What the request needs beyond text.
    public let needs: Set<Model.Capability>
    /// The last user message's text, when it is one piece of text at the end of the conversation: what the semantic
    /// cache compares.
    public let question: String?
    /// A low estimate of its input tokens: four bytes of text each.
    public let estimatedTokens: Int
    /// The text that it was read from, in which the model can be named otherwise; `nil` when a program made it.
    private let written: JSON.Written?

    /// - Parameter written: the text that it was read from, noting `model`.
    public init(_ json: JSON, written: JSON.Written? = nil) throws(RouterError) {
        self.written = written
        guard let body = json.objectValue else {
            throw .invalid(
                "The body has to be a JSON object.", param: nil, tip: "Send {\"model\": …, \"messages\": […]}.")
        }
        self.body = body
        guard let model = body["model"]?.stringValue, !model.isEmpty else {
            throw .invalid(
                "A model is missing.", param: "model", tip: "Name one that GET /v1/models lists, or auto.",
                code: "missing_required_parameter")
        }
        self.model = model
        guard let messages = body["messages"]?.arrayValue, !messages.isEmpty else {
            throw .invalid(
                "The messages are missing.", param: "messages",
                tip: "Send at least one, such as {\"role\": \"user\", \"content\": \"…\"}.",
                code: "missing_required_parameter")
        }
        try Self.checkTypes(body)
        var bytes = 0
        var needs: Set<Model.Capability> = []
        for (index, message) in messages.enumerated() {
            guard message["role"]?.stringValue != nil else {
                throw .invalid(
                    "Message \(index) has no role.", param: "messages[\(index)].role",
                    tip: "The roles are system, user, assistant and tool.")
            }
            switch message["content"] {
            case .string(let text)?: bytes += text.utf8.count
            case .array(let parts)?:
                for part in parts {
                    bytes += part["text"]?.stringValue?.utf8.count ?? 0
                    if part["type"]?.stringValue == "image_url" { needs.insert(.images) }
                }
            case nil, .null?: break
            default:
                throw .invalid(
                    "The content of message \(index) is neither text nor a list of parts.",
                    param: "messages[\(index)].content", tip: "Send a string, or parts such as {\"type\": \"text\", …}."
                )
            }
        }
        if !(body["tools"]?.arrayValue ?? []).isEmpty { needs.insert(.tools) }
        if let format = body["response_format"]?["type"]?.stringValue, format != "text" { needs.insert(.jsonOutput) }
        self.needs = needs
        estimatedTokens = bytes / 4
        isStreamed = body["stream"]?.boolValue ?? false
        wantsUsage = body["stream_options"]?["include_usage"]?.boolValue ?? false
        question = Self.question(in: messages)
    }

    /// What would mean something else, or nothing, to each upstream; everything else is theirs to judge.
    private static func checkTypes(_ body: JSON.Object) throws(RouterError) {
        func check(_ names: [String], _ kind: String, _ fits: (JSON) -> Bool) throws(RouterError) {
            for name in names {
                guard let value = body[name], value != .null, !fits(value) else { continue }
                throw .invalid("\(name) has to be \(kind).", param: name, tip: "Send \(kind), or leave it out.")
            }
        }
        try check(["stream"], "true or false") { $0.boolValue != nil }
        try check(["temperature", "top_p", "presence_penalty", "frequency_penalty"], "a number") {
            $0.doubleValue != nil
        }
        try check(["n", "max_tokens", "max_completion_tokens"], "a whole number from 1") {
            $0.integerValue.map { $0 > 0 } ?? false
        }
        try check(["seed"], "a whole number") { $0.integerValue != nil }
        try check(["tools"], "a list") { $0.arrayValue != nil }
        try check(["stream_options", "response_format"], "an object") { $0.objectValue != nil }
    }

    private static func question(in messages: [JSON]) -> String? {
        guard let last = messages.last, last["role"]?.stringValue == "user" else { return nil }
        switch last["content"] {
        case .string(let text)?: return text
        case .array(let parts)? where parts.count == 1 && parts[0]["type"]?.stringValue == "text":
            return parts[0]["text"]?.stringValue
        default: return nil
        }
    }

    /// The body for an upstream that knows the model by `id`: all else is as it came.
    ///
    /// A stream is always asked for its usage, so that what it cost is known.
    func body(for id: String) -> [UInt8] {
        if !isStreamed, let written { return written.replacing(by: .string(id)) }
        var body = body
        body["model"] = .string(id)
        if isStreamed {
            var options = body["stream_options"]?.objectValue ?? [:]
            options["include_usage"] = true
            body["stream_options"] = .object(options)
        }
        return JSON.object(body).bytes
    }
}
