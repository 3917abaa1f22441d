import Testing

@testable import Markup

/// Documents that somebody wrote to do harm. The time limit only ends what would take hours.
@Suite("Hostile documents", .timeLimit(.minutes(1)))
struct HostileDocumentTests {
    /// U+FDD0, which Swift does not allow in a literal.
    static let noncharacter = String(decoding: [0xEF, 0xB7, 0x90] as [UInt8], as: UTF8.self)

    @Test(
        "very much of one thing is read and shown",
        arguments: [
            "[", "]", "*", "~", "~~", "~~a ", "a ~~b", "`", "|", "|-", "|\n", "-|\n", "|-|\n|", "![", "![[]()", "[a](",
            "<", "<!--", "&", "\\", "\t", " ", "\n",
            "> ", "- ", "1. ", "*a **b ", "www.", "_www._", "(www.a.b)", "http://a(", "www.a.b;", "&a;", "# a\n",
            "- [ ] a\n", "- [x] ", "a\n> b\n", "a\r", "\u{0}", HostileDocumentTests.noncharacter,
            "[x]: y\n", "[x][x]", "---\n", "a: b\n", "<b>", "https://a.b/&a;", "| a\n|-\n", "> - ", "~~~\n", "'\"<>",
        ])
    func repeated(piece: String) {
        for prefix in ["", "a", "| a |\n|---|\n", "---\na: b\n"] {
            let markdown = prefix + String(repeating: piece, count: 50_000 / piece.utf8.count)
            let document = Document(markdown: markdown)
            let size = document.html().markup.utf8.count
            #expect(size < markdown.utf8.count * 300)
            _ = document.passages
            _ = document.tasks
        }
    }

    @Test("nesting ten thousand deep keeps its text", arguments: ["> ", "- ", "1. ", "> - ", "*", "**a ", "[", "_a "])
    func deep(piece: String) {
        let closing = ["*": "*", "[": "](x)"][piece] ?? ""
        let markdown =
            String(repeating: piece, count: 10_000) + "bottom" + String(repeating: closing, count: 10_000)
        #expect(Document(markdown: markdown).html().markup.contains("bottom"))
    }

    @Test("lists indented deeper and deeper keep every item")
    func staircase() {
        let markdown = (0..<700).map { String(repeating: "  ", count: $0) + "- [ ] t\($0)\n" }.joined()
        let html = Document(markdown: markdown).html().markup
        #expect(html.contains("t0\n") && html.contains("t699<"))
    }

    @Test("a table is no wider than columns people can read")
    func wide() {
        let wide = String(repeating: "|a", count: 300) + "|\n" + String(repeating: "|-", count: 300) + "|\n"
        #expect(!Document(markdown: wide).html().markup.contains("<table"))
        let short =
            String(repeating: "|a", count: 256) + "|\n" + String(repeating: "|-", count: 256) + "|\n"
            + String(repeating: "x\n", count: 50_000)
        #expect(Document(markdown: short).html().markup.utf8.count < 3_000_000)
    }

    @Test("NUL becomes the replacement character")
    func nul() {
        #expect(markup("a\u{0}b `c\u{0}`") == "<p>a\u{FFFD}b <code>c\u{FFFD}</code></p>")
        #expect(markup("- [ ] a\u{0}\n\n| \u{0} |\n|-|\n").contains("<th scope=\"col\">\u{FFFD}</th>"))
    }

    @Test("only so many pictures are read between two blank lines")
    func pictures() {
        let line = String(repeating: "![a](b.png)", count: 600)
        let pictures = Document(markdown: line + "\n\n" + line).html().markup.split(separator: "<img").count - 1
        #expect(pictures == 1000)
        #expect(markup("`" + String(repeating: "![", count: 600) + "`").contains("![![</code>"))
    }
}
