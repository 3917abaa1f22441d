import Markup

/// One Markdown file of the roadmap.
public struct RoadmapDocument: Sendable {
    /// The file's name without `.md`: its name in addresses.
    public let name: String
    public let file: String
    public let title: String
    /// The first paragraph's plain text.
    public let summary: String
    public let content: Document
    /// When the file was last written.
    public let changedAt: Instant

    init(file: String, markdown: String, changedAt: Instant) {
        self.file = file
        self.changedAt = changedAt
        name = String(file.dropLast(3))
        content = Document(markdown: markdown)
        title = content.title.isEmpty ? name : content.title
        let paragraphs = content.blocks.lazy.compactMap { block in
            if case .paragraph(let paragraph) = block { paragraph.text } else { nil }
        }
        summary = Self.opening(of: paragraphs.first ?? "")
    }

    /// The first sentence, or what of it fits into a line or two.
    private static func opening(of paragraph: String) -> String {
        if let end = paragraph.firstRange(of: ". ") { return String(paragraph[..<end.lowerBound]) + "." }
        return paragraph
    }
}

/// All documents at one time, and the plan they make.
public struct Documents: Sendable {
    /// Grows with every change.
    public let version: UInt64
    /// In the order of their names.
    public let all: [RoadmapDocument]
    /// The plan of these documents, or the last one that could be read.
    public let plan: Plan
    /// Whether any plan could be read so far.
    public let hasPlan: Bool
    /// Why these documents make no plan; empty when they do.
    public let problems: [PlanProblem]

    public func document(named name: String) -> RoadmapDocument? { all.first { $0.name == name } }
}
