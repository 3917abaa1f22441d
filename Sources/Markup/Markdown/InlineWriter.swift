/// Writes running text as markup into a buffer of UTF-8.
struct InlineWriter {
    private var output: [UInt8] = []
    private let link: @Sendable (String) -> String?

    init(link: @escaping @Sendable (String) -> String?) {
        self.link = link
    }

    var html: HTML { HTML(markup: String(decoding: output, as: UTF8.self)) }

    // MARK: Pieces

    /// Appends markup of ours.
    mutating func put(_ markup: String) {
        output.append(contentsOf: markup.utf8)
    }

    /// Appends what somebody wrote.
    mutating func text(_ text: String) {
        HTML.escape(text, into: &output)
    }

    mutating func attribute(_ name: String, _ value: String) {
        put(" \(name)=\"")
        text(value)
        put("\"")
    }

    // MARK: Running text

    mutating func write(_ content: [Inline]) {
        write(content, inLink: false)
    }

    /// Writes text that is a link as a whole. Where it holds links itself, which cannot nest, its own one follows it.
    mutating func write(_ content: [Inline], linkedTo href: String) {
        let anchor = "<a class=\"task-link\" href=\"\(HTML.escape(Destination.encoded(href)))\""
        if content.holdsLink {
            write(content, inLink: false)
            put(" \(anchor)")
            attribute("aria-label", "Task: " + content.plainText)
            put(">#</a>")
        } else {
            put("\(anchor)>")
            write(content, inLink: true)
            put("</a>")
        }
    }

    private mutating func write(_ content: [Inline], inLink: Bool) {
        for inline in content { write(inline, inLink: inLink) }
    }

    private mutating func write(_ inline: Inline, inLink: Bool) {
        switch inline {
        case .text(let string): text(string)
        case .softBreak: put("\n")
        case .lineBreak: put("<br>\n")
        case .code(let string):
            put("<code>")
            text(string)
            put("</code>")
        case .emphasis(let content): write(content, in: "em", inLink: inLink)
        case .strong(let content): write(content, in: "strong", inLink: inLink)
        case .struck(let content): write(content, in: "del", inLink: inLink)
        case .link(let destination, let title, let content):
            write(content, linkedTo: inLink ? .refused : Destination(destination), title: title)
        case .image(let source, let title, let alternative):
            write(imageAt: Destination(source), title: title, alternative: alternative, inLink: inLink)
        case .html(let markup):
            guard !markup.isComment else { return }
            put("<code class=\"raw-html\">")
            text(markup)
            put("</code>")
        }
    }

    private mutating func write(_ content: [Inline], in tag: String, inLink: Bool) {
        put("<\(tag)>")
        write(content, inLink: inLink)
        put("</\(tag)>")
    }

    private mutating func write(_ content: [Inline], linkedTo destination: Destination, title: String) {
        switch destination {
        case .refused:
            write(content, inLink: true)
            return
        case .local(let address):
            put("<a")
            attribute("href", Destination.encoded(page(for: address)))
        case .other(let address):
            put("<a")
            attribute("href", Destination.encoded(address))
        case .external(let address):
            put("<a")
            attribute("href", Destination.encoded(address))
            put(" rel=\"noopener noreferrer\"")
        }
        if !title.isEmpty { attribute("title", title) }
        put(">")
        write(content, inLink: true)
        put("</a>")
    }

    /// An image of this site is shown. Any other would be refused by the page's content security policy: it becomes a
    /// link under its alternative text.
    private mutating func write(imageAt source: Destination, title: String, alternative: String, inLink: Bool) {
        guard case .local(let address) = source else {
            let name = alternative.isEmpty ? "Image" : alternative
            write([.text(name)], linkedTo: inLink ? .refused : source, title: title)
            return
        }
        put("<img")
        attribute("src", Destination.encoded(address))
        attribute("alt", alternative)
        if !title.isEmpty { attribute("title", title) }
        put(">")
    }

    /// Where a link within the site leads: a document's page instead of its file.
    private func page(for address: String) -> String {
        let path = address.prefix { $0 != "?" && $0 != "#" }
        guard path.lowercased().hasSuffix(".md"), let page = link(String(path)) else { return address }
        return page + address[path.endIndex...]
    }
}

extension Sequence where Element == Inline {
    /// Whether a link, or an image that may become one, is anywhere in the text.
    fileprivate var holdsLink: Bool {
        contains { inline in
            switch inline {
            case .link, .image: true
            case .emphasis(let content), .strong(let content), .struck(let content): content.holdsLink
            case .text, .softBreak, .lineBreak, .code, .html: false
            }
        }
    }
}
