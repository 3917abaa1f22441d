import Markup

/// What a section of the documents says about a metric.
struct MetricDefinition {
    let title: String
    var blocks: [Block] = []
    var expectedEveryDays: Int?

    /// The definitions in a document by metric name.
    static func all(in document: RoadmapDocument, problems: inout [PlanProblem]) -> [String: MetricDefinition] {
        var definitions: [String: MetricDefinition] = [:]
        var open: (name: String, level: Int)?
        for block in document.content.blocks {
            if case .heading(let heading) = block {
                if let (title, name) = split(heading.text) {
                    definitions[name] = MetricDefinition(title: title)
                    open = (name, heading.level)
                } else if let section = open, heading.level <= section.level {
                    open = nil
                }
                continue
            }
            guard let name = open?.name else { continue }
            if case .paragraph(let paragraph) = block, paragraph.text.hasPrefix("Expected every:") {
                guard let days = days(paragraph.text.dropFirst("Expected every:".count)) else {
                    problems.append(
                        PlanProblem(
                            file: document.file, line: paragraph.line,
                            "Write how often a reading is expected as “Expected every: 7 days”, at most 1000."))
                    continue
                }
                definitions[name]?.expectedEveryDays = days
            } else {
                definitions[name]?.blocks.append(block)
            }
        }
        return definitions
    }

    /// `Cache hit rate (cacheHitRate)` as title and name.
    private static func split(_ heading: String) -> (title: String, name: String)? {
        guard heading.hasSuffix(")"), let open = heading.lastIndex(of: "(") else { return nil }
        let name = heading[heading.index(after: open)...].dropLast()
        let title = heading[..<open].split(separator: " ").joined(separator: " ")
        guard !title.isEmpty, !name.isEmpty, name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) }) else {
            return nil
        }
        return (title, String(name))
    }

    private static func days(_ text: Substring) -> Int? {
        let words = text.split(separator: " ")
        guard words.count == 2, let count = Int(words[0]), (1...1000).contains(count) else { return nil }
        switch words[1].trimmingSuffix(while: { $0 == "." }) {
        case "day", "days": return count
        case "week", "weeks": return count * 7
        default: return nil
        }
    }
}

extension Substring {
    fileprivate func trimmingSuffix(while predicate: (Character) -> Bool) -> Substring {
        var text = self
        while let last = text.last, predicate(last) { text.removeLast() }
        return text
    }
}
