import Configuration
import JSON

/// A file of requests, sent to the server in parts that it takes.
struct WarmingFile {
    private struct Part {
        /// Of its first line, from 1.
        let number: Int
        var text: String
    }

    /// Quoted in JSON a part may take twice that, which is less than the server's limit for a body.
    private static let largestPart = 400_000

    private var parts: [Part] = []

    /// - Throws: `CommandFailure` when it cannot be read.
    init(at path: String, named name: String) throws {
        switch FileContents.read(path) {
        case .absent: throw CommandFailure(message: "There is no file \(name).", tip: "Correct its path.")
        case .unreadable(let reason):
            throw CommandFailure(
                message: "\(name) cannot be read: \(reason).", tip: "Make it a file that this user may read.")
        case .bytes(let bytes):
            let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            for (index, line) in lines.enumerated() { add(Self.text(of: line), number: index + 1) }
        }
    }

    /// A line that is no text, or more than the server takes, stands for itself as one that is no request.
    private static func text(of line: ArraySlice<UInt8>) -> String {
        guard line.count < largestPart, let text = String(validating: line, as: UTF8.self) else { return "\u{FFFD}" }
        return text
    }

    private mutating func add(_ line: String, number: Int) {
        guard let last = parts.indices.last, parts[last].text.utf8.count + line.utf8.count < Self.largestPart else {
            parts.append(Part(number: number, text: line))
            return
        }
        parts[last].text += "\n" + line
    }

    /// Sends part by part; what one has spent of the budget and the limit is gone for the next.
    /// - Parameters:
    ///   - body: as the server takes it, without the list.
    ///   - send: gives a body to the server.
    /// - Returns: one report of all.
    func warm(_ body: JSON.Object, _ send: (JSON) throws -> JSON) throws -> JSON {
        var budget = body["budget"]?.doubleValue
        var limit = body["limit"]?.integerValue
        var lines: [JSON] = []
        var cost = 0.0
        for part in parts {
            var body = body
            body["list"] = .string(part.text)
            if let budget { body["budget"] = .number(budget) }
            if let limit { body["limit"] = .integer(limit) }
            let report = try send(.object(body))
            let spent = report["cost"]?.doubleValue ?? 0
            cost += spent
            budget = budget.map { max(0, $0 - spent) }
            for line in report["lines"]?.arrayValue ?? [] {
                var line = line.objectValue ?? [:]
                line["line"] = line["line"]?.integerValue.map { .integer($0 + Int64(part.number) - 1) } ?? .null
                let outcome = line["outcome"]?.stringValue ?? ""
                if !["skipped", "failed"].contains(outcome) { limit = limit.map { max(0, $0 - 1) } }
                lines.append(.object(line))
            }
        }
        let hasFailures = lines.contains { $0["outcome"]?.stringValue == "failed" }
        return ["lines": .array(lines), "cost": .number(cost), "hasFailures": .bool(hasFailures)]
    }
}
