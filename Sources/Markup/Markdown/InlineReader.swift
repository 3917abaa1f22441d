internal import CMark

/// Turns the inline nodes under a block of cmark's tree into ours, with bare links and strikethrough found.
struct InlineReader {
    /// Deeper markup than this is read as its plain text: nobody writes it, and a tree this deep is safe to walk.
    static let depthAtMost = 40

    static func content(of block: CommonMark.Node) -> [Inline] {
        finished(children(of: block, depth: 0, inLink: false))
    }

    /// Text that holds no markup of cmark's.
    static func content(ofPlain text: String) -> [Inline] {
        text.isEmpty ? [] : finished(completed([.text(text)], inLink: false))
    }

    private static func children(of node: CommonMark.Node, depth: Int, inLink: Bool) -> [Inline] {
        var content: [Inline] = []
        for child in CommonMark.children(of: node) {
            switch CommonMark.type(of: child) {
            case CMARK_NODE_TEXT:
                content.append(text: CommonMark.literal(of: child))
            case CMARK_NODE_SOFTBREAK:
                content.append(.softBreak)
            case CMARK_NODE_LINEBREAK:
                content.append(.lineBreak)
            case CMARK_NODE_CODE:
                content.append(.code(MarkdownSource.verbatim(CommonMark.literal(of: child))))
            case CMARK_NODE_HTML_INLINE:
                content.append(.html(MarkdownSource.verbatim(CommonMark.literal(of: child))))
            case CMARK_NODE_IMAGE:
                content.append(
                    .image(
                        source: MarkdownSource.readable(CommonMark.destination(of: child)),
                        title: MarkdownSource.readable(CommonMark.title(of: child)),
                        alternative: MarkdownSource.readable(plainText(of: child))))
            case _ where depth >= depthAtMost:
                content.append(text: plainText(of: child))
            case CMARK_NODE_EMPH:
                content.append(.emphasis(children(of: child, depth: depth + 1, inLink: inLink)))
            case CMARK_NODE_STRONG:
                content.append(.strong(children(of: child, depth: depth + 1, inLink: inLink)))
            case CMARK_NODE_LINK:
                content.append(
                    .link(
                        destination: MarkdownSource.readable(CommonMark.destination(of: child)),
                        title: MarkdownSource.readable(CommonMark.title(of: child)),
                        content: children(of: child, depth: depth + 1, inLink: true)))
            default:
                content.append(text: plainText(of: child))
            }
        }
        return completed(content, inLink: inLink)
    }

    /// What cmark does not know: bare links, which win over what is inside them, then strikethrough.
    private static func completed(_ content: [Inline], inLink: Bool) -> [Inline] {
        Strikethrough.applied(to: inLink ? content : BareLinks.applied(to: content))
    }

    private static func plainText(of node: CommonMark.Node) -> String {
        var text = ""
        CommonMark.walk(node) { child in
            switch CommonMark.type(of: child) {
            case CMARK_NODE_TEXT, CMARK_NODE_CODE: text += CommonMark.literal(of: child)
            case CMARK_NODE_SOFTBREAK, CMARK_NODE_LINEBREAK: text += " "
            case CMARK_NODE_HTML_INLINE:
                let markup = CommonMark.literal(of: child)
                if !markup.isComment { text += markup }
            default: break
            }
        }
        return text
    }

    /// With the marks of `MarkdownSource` in running text turned back; our own passes have seen them by now.
    private static func finished(_ content: [Inline]) -> [Inline] {
        content.map { inline in
            switch inline {
            case .text(let text): .text(MarkdownSource.readable(text))
            case .emphasis(let content): .emphasis(finished(content))
            case .strong(let content): .strong(finished(content))
            case .struck(let content): .struck(finished(content))
            case .link(let destination, let title, let content):
                .link(destination: MarkdownSource.readable(destination), title: title, content: finished(content))
            case .softBreak, .lineBreak, .code, .image, .html: inline
            }
        }
    }
}
