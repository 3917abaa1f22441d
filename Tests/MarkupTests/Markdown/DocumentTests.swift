import Testing

@testable import Markup

/// The markup of a document without the line ends between blocks.
func markup(_ markdown: String, _ rendering: Rendering = Rendering()) -> String {
    Document(markdown: markdown).html(rendering).markup.split(separator: "\n").joined(separator: "\n")
}

@Suite("Documents")
struct DocumentTests {
    @Test("front matter is read and not rendered, and lines are counted in the file")
    func frontMatter() {
        let document = Document(
            markdown: "---\ntitle: \"The plan\"\n# note\n\nowner: Ann: Lee\nnonsense\n---\n# Plan\n\ntext\n")
        #expect(document.frontMatter["title"] == "The plan")
        #expect(document.frontMatter.entry("owner") == FrontMatter.Entry(key: "owner", value: "Ann: Lee", line: 5))
        #expect(document.frontMatter.unreadableLines == [6])
        #expect(document.title == "Plan")
        #expect(document.blocks.map(\.line) == [8, 10])
        #expect(!document.html().markup.contains("owner"))
    }

    @Test(
        "a rule at the top is no front matter",
        arguments: ["---\n\ntext\n\n---\n", "---\na: b\n", "--- \ntext: no\n", " ---\na: b\n---\n"])
    func noFrontMatter(markdown: String) {
        let document = Document(markdown: markdown)
        #expect(document.frontMatter.entries.isEmpty || markdown.hasPrefix("--- "))
        #expect(document.frontMatter.lineCount == 0)
    }

    @Test("headings have GitHub's anchors, each only once")
    func anchors() {
        let document = Document(
            markdown: "# A `B` & C!\n## A b  c\n## same\n## Same\n## same-1\n### Größe_2 — ok?\n## !!!\n> ## same\n")
        #expect(
            document.headings.map(\.anchor) == [
                "a-b--c", "a-b--c-1", "same", "same-1", "same-1-1", "größe_2--ok", "section",
            ])
        #expect(document.headings[0].text == "A B & C!")
        #expect(document.headings.map(\.line) == [1, 2, 3, 4, 5, 6, 7])
        #expect(document.html().markup.contains("<h2 id=\"same-2\">same"))
    }

    @Test("a heading links to itself and moves down so that the page keeps its h1")
    func headingMarkup() {
        #expect(
            markup("# *One*", Rendering(headingShift: 1))
                == "<h2 id=\"one\"><em>One</em> <a class=\"anchor\" href=\"#one\" aria-label=\"Link to this section\">#</a></h2>"
        )
        #expect(markup("###### deep", Rendering(headingShift: 3)).hasPrefix("<h6 "))
        #expect(markup("# One\n\ntext\n\n# Two", Rendering(omitsTitle: true)).hasPrefix("<p>text</p>\n<h1 id=\"two\">"))
    }

    @Test("the table of contents nests level 3 under level 2")
    func contents() {
        let contents = Document(markdown: "# T\n### early\n## A\n### B <x>\n#### no\n## C\n").contents
        #expect(contents.entries.map(\.heading.text) == ["early", "A", "C"])
        #expect(contents.entries[1].entries.map(\.heading.text) == ["B <x>"])
        #expect(
            contents.html.markup
                == "<ol><li><a href=\"#early\">early</a></li><li><a href=\"#a\">A</a><ol><li><a href=\"#b-x\">B &lt;x&gt;</a></li></ol></li><li><a href=\"#c\">C</a></li></ol>"
        )
        #expect(Document(markdown: "# T").contents.html.isEmpty)
    }

    @Test("passages hold the text under each heading")
    func passages() {
        let passages = Document(
            markdown:
                "intro\n\n# One\n\n*a* b\nc\n\n- x\n- [ ] y\n\n## Two\n\n| h | i |\n|---|---|\n| 1 | `2` |\n\n```\ncode\n```\n\n## Three"
        ).passages
        #expect(
            passages == [
                Passage(anchor: "", heading: "", text: "intro", line: 1),
                Passage(anchor: "one", heading: "One", text: "a b c\nx\ny", line: 3),
                Passage(anchor: "two", heading: "Two", text: "h · i\n1 · 2\ncode\n", line: 11),
                Passage(anchor: "three", heading: "Three", text: "", line: 21),
            ])
    }

    @Test("a code block shows its text and names its language")
    func code() {
        #expect(
            markup("```swift title\nlet a = \"<\\~>\"\n```")
                == "<pre tabindex=\"0\"><code class=\"language-swift\">let a = &quot;&lt;\\~&gt;&quot;\n</code></pre>")
        #expect(markup("```a\"b\n```").contains("class=\"language-a&quot;b\""))
    }

    @Test("lists keep their numbers, tightness and nesting")
    func lists() {
        #expect(markup("3. a\n4. b") == "<ol start=\"3\">\n<li>a</li>\n<li>b</li>\n</ol>")
        #expect(markup("- a\n\n- b") == "<ul>\n<li><p>a</p>\n</li>\n<li><p>b</p>\n</li>\n</ul>")
        #expect(markup("- a\n  - b") == "<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n</ul>")
    }

    @Test("line ends of every system and a byte order mark are understood")
    func lineEnds() {
        let document = Document(
            markdown:
                "\u{FEFF}---\r\na: b\r\n---\r\n# T\r\n\r\n| a | b |\r\n|---|---|\r\n| 1 | 2 |\r\n\rold\r\r- [x] done\r\n"
        )
        #expect(document.frontMatter["a"] == "b")
        #expect(document.blocks.map(\.line) == [4, 6, 10, 12])
        #expect(document.tasks.map(\.checkbox) == [.done])
    }

    @Test("an empty document is empty", arguments: ["", "\n\n", "---\na: b\n---", "\u{FEFF}"])
    func empty(markdown: String) {
        let document = Document(markdown: markdown)
        #expect(document.blocks.isEmpty)
        #expect(document.title.isEmpty)
        #expect(document.html().isEmpty)
        #expect(document.passages.isEmpty)
    }
}
