internal import CMark

/// Turns cmark's tree of a document into ours.
struct BlockReader {
    /// Containers deeper than this are read as what they contain: nobody writes them, and a tree this deep is safe to walk.
    private static let depthAtMost = 60

    private let source: MarkdownSource
    private let lineOffset: Int
    private let replacements: [Int: [Block]]
    private var anchors = Anchors()

    /// `lineOffset` is the number of lines above what cmark parsed.
    static func blocks(of source: MarkdownSource, after lineOffset: Int) -> [Block] {
        guard lineOffset < source.lines.count else { return [] }
        let body = source.bytes[source.lines[lineOffset].lowerBound...]
        return CommonMark.withTree(of: body) { root in
            let tables = TableReader(source: source, lineOffset: lineOffset)
            var reader = BlockReader(
                source: source, lineOffset: lineOffset, replacements: tables.replacements(under: root))
            return reader.blocks(in: root, depth: 0)
        } ?? []
    }

    private init(source: MarkdownSource, lineOffset: Int, replacements: [Int: [Block]]) {
        self.source = source
        self.lineOffset = lineOffset
        self.replacements = replacements
    }

    private mutating func blocks(in parent: CommonMark.Node, depth: Int) -> [Block] {
        var blocks: [Block] = []
        for node in CommonMark.children(of: parent) {
            switch CommonMark.type(of: node) {
            case CMARK_NODE_BLOCK_QUOTE, CMARK_NODE_LIST:
                if depth < Self.depthAtMost {
                    blocks.append(container(node, depth: depth + 1))
                } else {
                    blocks += leaves(under: node)
                }
            default:
                blocks += leaf(node)
            }
        }
        return blocks
    }

    private mutating func container(_ node: CommonMark.Node, depth: Int) -> Block {
        guard CommonMark.type(of: node) == CMARK_NODE_LIST else {
            return .quote(Quote(blocks: blocks(in: node, depth: depth), line: line(of: node)))
        }
        let isOrdered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST
        return .list(
            List(
                isOrdered: isOrdered,
                start: isOrdered ? Int(cmark_node_get_list_start(node)) : 1,
                isTight: cmark_node_get_list_tight(node) != 0,
                items: CommonMark.children(of: node).map { item($0, depth: depth) },
                line: line(of: node)))
    }

    private mutating func item(_ node: CommonMark.Node, depth: Int) -> ListItem {
        var blocks = blocks(in: node, depth: depth)
        var checkbox = ListItem.Checkbox.none
        if let first = cmark_node_first_child(node), CommonMark.type(of: first) == CMARK_NODE_PARAGRAPH,
            case .paragraph(let paragraph)? = blocks.first
        {
            checkbox = self.checkbox(at: first)
            if checkbox != .none {
                let content = Self.withoutCheckbox(paragraph.content)
                blocks[0] = .paragraph(Paragraph(content: content, line: paragraph.line))
            }
        }
        return ListItem(checkbox: checkbox, blocks: blocks, line: line(of: node))
    }

    /// The checkbox with which a paragraph's source begins (GFM 5.3): `[ ]`, `[x]` or `[X]`, then a blank, then text.
    private func checkbox(at paragraph: CommonMark.Node) -> ListItem.Checkbox {
        let line = line(of: paragraph)
        guard source.lines.indices.contains(line - 1) else { return .none }
        let text = source.bytes[source.lines[line - 1]].dropFirst(max(0, CommonMark.column(of: paragraph) - 1))
        let sign = Array(text.prefix(4))
        guard sign.count == 4, sign[0] == UInt8(ascii: "["), sign[2] == UInt8(ascii: "]"), sign[3].isBlank,
            text.dropFirst(4).contains(where: { !$0.isBlank })
        else { return .none }
        switch sign[1] {
        case UInt8(ascii: " "): return .open
        case UInt8(ascii: "x"), UInt8(ascii: "X"): return .done
        default: return .none
        }
    }

    /// The text after the checkbox, which cmark took for text or, where `[x]` is defined, for a link.
    private static func withoutCheckbox(_ content: [Inline]) -> [Inline] {
        var content = content
        guard let first = content.first else { return content }
        if case .text(let text) = first {
            content[0] = .text(String(text.dropFirst(3)))
        } else {
            content.removeFirst()
        }
        if case .text(let text)? = content.first {
            let rest = text.drop { $0 == " " || $0 == "\t" }
            content.removeFirst()
            if !rest.isEmpty { content.insert(.text(String(rest)), at: 0) }
        }
        return content
    }

    /// What a container too deep to be kept holds, in its order.
    private mutating func leaves(under container: CommonMark.Node) -> [Block] {
        var nodes: [CommonMark.Node] = []
        CommonMark.walk(container) { nodes.append($0) }
        return nodes.flatMap { leaf($0) }
    }

    private mutating func leaf(_ node: CommonMark.Node) -> [Block] {
        let line = line(of: node)
        switch CommonMark.type(of: node) {
        case CMARK_NODE_PARAGRAPH:
            return replacements[line] ?? [.paragraph(Paragraph(content: InlineReader.content(of: node), line: line))]
        case CMARK_NODE_HEADING:
            return replacements[line] ?? [.heading(heading(node, line: line))]
        case CMARK_NODE_CODE_BLOCK:
            let information = cmark_node_get_fence_info(node).map { MarkdownSource.readable(String(cString: $0)) } ?? ""
            let language = information.prefix { $0 != " " && $0 != "\t" }
            let text = MarkdownSource.verbatim(CommonMark.literal(of: node))
            return [.code(CodeBlock(language: String(language), text: text, line: line))]
        case CMARK_NODE_HTML_BLOCK:
            return [.html(RawHTML(markup: MarkdownSource.verbatim(CommonMark.literal(of: node)), line: line))]
        case CMARK_NODE_THEMATIC_BREAK:
            return [.rule(line: line)]
        default:
            return []
        }
    }

    private mutating func heading(_ node: CommonMark.Node, line: Int) -> Heading {
        let content = InlineReader.content(of: node)
        let text = content.plainText.trimmed
        return Heading(
            level: Int(cmark_node_get_heading_level(node)), content: content, text: text,
            anchor: anchors.anchor(for: text), line: line)
    }

    private func line(of node: CommonMark.Node) -> Int {
        CommonMark.lines(of: node).lowerBound + lineOffset
    }
}
