/// The text under one heading, up to the next one, for a search index.
public struct Passage: Sendable, Hashable {
    /// The heading's anchor; nothing for what stands before the first heading.
    public let anchor: String
    /// The heading without markup; nothing for what stands before the first heading.
    public let heading: String
    /// What stands under the heading, without markup.
    public let text: String
    /// The line of the heading, or of the first block before any.
    public let line: Int

    static func passages(of blocks: [Block]) -> [Passage] {
        var passages: [Passage] = []
        var heading: Heading?
        var texts: [String] = []
        var line = blocks.first?.line ?? 1
        func finish() {
            guard heading != nil || !texts.isEmpty else { return }
            passages.append(
                Passage(
                    anchor: heading?.anchor ?? "", heading: heading?.text ?? "",
                    text: texts.joined(separator: "\n"), line: line))
        }
        for block in blocks {
            if case .heading(let next) = block {
                finish()
                heading = next
                texts = []
                line = next.line
            } else {
                let text = block.plainText
                if !text.isEmpty { texts.append(text) }
            }
        }
        finish()
        return passages
    }
}
