internal import CMark

/// Finds the tables in what cmark, which knows none, took for paragraphs.
///
/// A table is found in the paragraph's own lines of the source, and its cells are parsed by cmark, all of a document's
/// in one go, each as a paragraph of its own.
struct TableReader {
    private let source: MarkdownSource
    /// How many lines of the source stand above what cmark parsed.
    private let lineOffset: Int

    init(source: MarkdownSource, lineOffset: Int) {
        self.source = source
        self.lineOffset = lineOffset
    }

    /// The blocks that take the place of a paragraph or heading, by the line on which that begins.
    func replacements(under root: CommonMark.Node) -> [Int: [Block]] {
        let drafts = drafts(under: root)
        guard !drafts.isEmpty else { return [:] }
        var fragments = InlineFragments()
        let pending = drafts.map { draft in (draft, draft.parts.map { $0.identifiers(in: &fragments) }) }
        let contents = fragments.parsed(references: source.bytes[bodyStart...])
        var replacements: [Int: [Block]] = [:]
        for (draft, identifiers) in pending {
            replacements[draft.line] = zip(draft.parts, identifiers).flatMap { $0.blocks($1.map { contents[$0] }) }
        }
        return replacements
    }

    private var bodyStart: Int {
        source.lines.indices.contains(lineOffset) ? source.lines[lineOffset].lowerBound : source.bytes.count
    }

    // MARK: Finding

    private func drafts(under root: CommonMark.Node) -> [TableDraft] {
        var drafts: [TableDraft] = []
        var containers: [Container] = []
        CommonMark.walk(root) { node in
            switch CommonMark.type(of: node) {
            case CMARK_NODE_BLOCK_QUOTE: containers.append(.quote)
            case CMARK_NODE_ITEM: containers.append(.item)
            case CMARK_NODE_PARAGRAPH, CMARK_NODE_HEADING:
                let lines = CommonMark.lines(of: node)
                guard lines.count > 1, let draft = draft(node, lines, containers) else { return }
                drafts.append(draft)
            default: break
            }
        } exit: { node in
            switch CommonMark.type(of: node) {
            case CMARK_NODE_BLOCK_QUOTE, CMARK_NODE_ITEM: containers.removeLast()
            default: break
            }
        }
        return drafts
    }

    private func draft(_ node: CommonMark.Node, _ range: ClosedRange<Int>, _ containers: [Container]) -> TableDraft? {
        let first = range.lowerBound + lineOffset
        let last = min(range.upperBound + lineOffset, source.lines.count)
        guard first < last, mayHoldTable(first...last) else { return nil }
        let column = max(0, CommonMark.column(of: node) - 1)
        let isSetext = CommonMark.type(of: node) == CMARK_NODE_HEADING
        var lines = [
            SourceLine(number: first, text: source.bytes[source.lines[first - 1]].dropFirst(column), isLazy: false)
        ]
        for number in (first + 1)...last {
            let line = Container.stripped(source.bytes[source.lines[number - 1]], of: containers)
            guard !line.text.isEmpty else { break }
            lines.append(SourceLine(number: number, text: line.text, isLazy: line.isLazy))
            // cmark 0.30 gives a heading one line too many when text follows it at once.
            if isSetext, TableDraft.isUnderline(line.text) { break }
        }
        return TableDraft(lines: lines, isSetext: isSetext)
    }

    /// Whether one of the lines after the first has the look of a row of dashes.
    private func mayHoldTable(_ lines: ClosedRange<Int>) -> Bool {
        lines.dropFirst().contains { number in
            source.bytes[source.lines[number - 1]].allSatisfy {
                $0.isBlank || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "|") || $0 == UInt8(ascii: ":")
                    || $0 == UInt8(ascii: ">")
            }
        }
    }
}

/// One line of a paragraph, without what its containers put before it.
struct SourceLine {
    /// From 1 in the file.
    let number: Int
    let text: ArraySlice<UInt8>
    /// Whether the line lacks the `>` of a quote that it continues. Such a line is no part of a table.
    let isLazy: Bool
}

/// What puts something before each line of a paragraph.
private enum Container {
    case quote, item

    /// Takes off the signs of quotes and the indentation of items. Only quotes need a look: a paragraph's lines may be
    /// indented as they like.
    static func stripped(_ line: ArraySlice<UInt8>, of containers: [Container]) -> (
        text: ArraySlice<UInt8>, isLazy: Bool
    ) {
        var line = line.drop { $0.isBlank }
        for container in containers where container == .quote {
            guard line.first == UInt8(ascii: ">") else { return (TableSyntax.trimmed(line), true) }
            line = line.dropFirst().drop { $0.isBlank }
        }
        return (TableSyntax.trimmed(line), false)
    }
}
