import HTTP
import JSON
import Roadmap

/// What the API's write operations read from a request besides its path.
struct APIRequest {
    let request: Request
    private let fields: [String: JSON]

    /// Reads the body: JSON, a form, or nothing.
    ///
    /// - Parameters:
    ///   - known: the fields that may be there; another one is refused by name, so that a misspelled field is not lost.
    ///   - bare: the field that a body of just a value stands for, as in `curl --data 83.5`.
    /// - Throws: `JSONError`, or `HTTPError` 400, 415 or 422.
    init(_ request: Request, fields known: Set<String>, bare: String? = nil) throws {
        self.request = request
        let type = request.headers["Content-Type"].flatMap { MediaType(parsing: $0)?.essence } ?? "text/plain"
        var fields: [String: JSON] = [:]
        switch type {
        case _ where request.body.allSatisfy({ $0 == 0x20 || (0x09...0x0D).contains($0) }):
            break
        case "application/json":
            let body = try JSON(parsing: request.body, limits: .init(depth: 8))
            if let object = body.objectValue {
                for member in object { fields[member.name] = member.value }
            } else if let bare {
                fields[bare] = body
            } else {
                throw HTTPError(
                    .unprocessableContent, "The body has to be a JSON object.",
                    tip: "Send {} or nothing, or one with \(known.sorted().joined(separator: ", ")).")
            }
        case "text/plain" where bare != nil, "application/x-www-form-urlencoded":
            guard let text = String(validating: request.body, as: UTF8.self) else {
                throw HTTPError.badRequest("The body is not valid UTF-8.", tip: "Encode it as UTF-8.")
            }
            if let bare, !text.contains("=") {
                fields[bare] = .string(text)
            } else {
                for field in try request.form {
                    guard fields.updateValue(.string(field.value), forKey: field.name) == nil else {
                        throw HTTPError.badRequest(
                            "The field “\(field.name.prefix(40))” stands twice.", tip: "Keep one of the two.")
                    }
                }
            }
        default:
            throw HTTPError(
                .unsupportedMediaType, "A body of type \(type) is not understood here.",
                tip:
                    "Send application/json, application/x-www-form-urlencoded\(bare == nil ? "" : " or just the value as text/plain")."
            )
        }
        if let unknown = fields.keys.filter({ !known.contains($0) }).min() {
            throw RoadmapError(
                .invalid, "There is no field “\(unknown)” here.",
                tip: "The fields are \(known.sorted().joined(separator: ", ")).", field: unknown)
        }
        self.fields = fields.filter { !$0.value.isNull }
    }

    /// A field of text.
    func text(_ name: String) throws(RoadmapError) -> String? {
        guard let value = fields[name] else { return nil }
        guard let text = value.stringValue else { throw wrong(name, "text") }
        return text
    }

    /// A number, as JSON has it or written out.
    func number(_ name: String) throws(RoadmapError) -> Double? {
        guard let value = fields[name] else { return nil }
        if let number = value.doubleValue { return number }
        guard let text = value.stringValue else { throw wrong(name, "a number") }
        let figure = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let isPlain = !figure.isEmpty && figure.allSatisfy { $0.isASCII && ($0.isNumber || ".-+eE".contains($0)) }
        if isPlain, let number = Double(figure) { return number }
        throw RoadmapError(
            .invalid, figure.isEmpty ? "The value is empty." : "“\(figure.prefix(40))” is not a number.",
            tip: "Send a figure such as 83.5.", field: name)
    }

    /// A truth value, as JSON has it or written out.
    func flag(_ name: String) throws(RoadmapError) -> Bool? {
        guard let value = fields[name] else { return nil }
        if let flag = value.boolValue { return flag }
        switch value.stringValue {
        case "true": return true
        case "false": return false
        default: throw wrong(name, "true or false")
        }
    }

    /// An instant in RFC 3339.
    func instant(_ name: String) throws(RoadmapError) -> Instant? {
        guard let text = try text(name) else { return nil }
        guard let instant = Instant(rfc3339: text) else {
            throw RoadmapError(
                .invalid, "“\(text.prefix(40))” is not an instant.", tip: "Write it as 2026-02-14T15:04:00Z.",
                field: name)
        }
        return instant
    }

    /// The version that `If-Match` (RFC 9110, section 13.1.1) asks for; `nil` when any will do.
    func expectedVersion() throws -> Int? {
        guard let condition = request.headers.list(of: "If-Match"), condition != "*" else { return nil }
        guard condition.count > 2, condition.first == "\"", condition.last == "\"",
            let version = Int(condition.dropFirst().dropLast())
        else {
            throw RoadmapError(
                .outdated, "If-Match is not a version of this task.",
                tip: "Send back the ETag that the task was answered with.")
        }
        return version
    }

    private func wrong(_ name: String, _ expected: String) -> RoadmapError {
        RoadmapError(
            .invalid, "The field “\(name)” has to be \(expected).", tip: "Correct it and send it again.", field: name)
    }
}
