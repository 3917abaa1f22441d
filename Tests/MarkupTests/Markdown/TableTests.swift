import Testing

@testable import Markup

@Suite("Tables")
struct TableTests {
    private func tables(_ markdown: String) -> [Table] {
        Document(markdown: markdown).blocks.compactMap { if case .table(let table) = $0 { table } else { nil } }
    }

    @Test("a table has its cells as text and the line of every row")
    func cells() throws {
        let table = try #require(
            tables(
                "---\na: b\n---\n\n| metric | **M1** |\n|:--|--:|\n| cache*Hit* | `40` |\n| [x](y) |\n| 1 | 2 | 3 |\n"
            ).first)
        #expect(table.columns == [.left, .right])
        #expect(table.header.texts == ["metric", "M1"])
        #expect(table.rows.map(\.texts) == [["cacheHit", "40"], ["x"], ["1", "2"]])
        #expect(table.rows.map(\.line) == [7, 8, 9])
        #expect(table.line == 5)
        #expect(table.rows[1][1].text == "")
    }

    @Test("a table is marked up for everybody")
    func shown() {
        #expect(
            markup("| | b |\n|:-:|-|\n| *x* | & |\n| 1 |")
                == """
                <div class="table-scroll" tabindex="0" role="region" aria-label="Table: b">
                <table>
                <thead>
                <tr><td class="center"></td><th scope="col">b</th></tr>
                </thead>
                <tbody>
                <tr><td class="center"><em>x</em></td><td>&amp;</td></tr>
                <tr><td class="center">1</td><td></td></tr>
                </tbody>
                </table>
                </div>
                """)
        #expect(!markup("|a|\n|-|").contains("<tbody>"))
        #expect(markup("|a|\n|-|\n\n|a|\n|-|").contains("aria-label=\"Table: a (2)\""))
    }

    @Test(
        "pipes divide cells unless a backslash is before them",
        arguments: [
            ("| a \\| b | c |", ["a | b", "c"]),
            ("| `a \\| b` | c |", ["a | b", "c"]),
            ("| `a | b` |", ["`a", "b`"]),
            ("a|b", ["a", "b"]),
            ("| a || b", ["a", ""]),
            ("|   ", []),
            ("| \\\\| b |", ["\\", "b"]),
            ("| # a | - b |", ["# a", "- b"]),
            ("| 1. a | > b |", ["1. a", "> b"]),
            ("| --- | ~~~ |", ["---", "~~~"]),
            ("| _a_ | <b> |", ["a", "<b>"]),
            ("| [r] | ![i](j) |", ["r", "i"]),
            ("| [r]: x | ~~s~~ |", ["r: x", "s"]),
            ("| . | .  x |", [".", ".  x"]),
            ("just text", ["just text"]),
        ])
    func rows(row: String, texts: [String]) throws {
        let table = try #require(tables("| h | i |\n|---|---|\n\(row)\n\n[r]: /url").first)
        #expect(table.rows.first?.texts == texts)
    }

    @Test("cells may use the document's link definitions")
    func references() {
        #expect(markup("| [r] |\n|---|\n\n```\nopen\n\n[r]: /no").contains("<th scope=\"col\">[r]</th>"))
        #expect(markup("| [r] |\n|---|\n\n[r]: /yes").contains("<th scope=\"col\"><a href=\"/yes\">r</a></th>"))
    }

    @Test("a table may follow a paragraph's line and ends where another block begins")
    func surroundings() {
        let document = Document(
            markdown: "[r]: /u\n1 [r]\n2\n| a | b |\n|---|---|\n| 1 | 2 |\n> quote\n\n| c |\n|---|\n# H\n")
        #expect(document.blocks.map(\.line) == [1, 4, 7, 9, 11])
        #expect(document.blocks.first?.plainText == "1 r 2")
        #expect(tables("text\n\n| a |\n|---|\n| 1 |\n- item").first?.rows.count == 1)
    }

    @Test("a line of dashes after the rows is a rule, not a heading")
    func rule() {
        let blocks = Document(markdown: "| a | b |\n|---|---|\n| 1 | 2 |\n---\nafter").blocks
        #expect(blocks.map(\.line) == [1, 4, 5])
        #expect(blocks[1] == .rule(line: 4))
        #expect(tables("|a|\n|-|\n| 1 |\n===").first?.rows.map(\.texts) == [["1"], ["==="]])
    }

    @Test(
        "what is no table stays a paragraph",
        arguments: [
            "| a | b |\n|---|", "| a |\n|---|---|", "a\n---", "a\n:-", "| a |\n| - - |", "| a |\n\n|---|", "\\| a |\n",
            "|---|\n| a |", "| a |\n|:|",
            "    | a |\n    |---|", "> | a |\n|---|",
        ])
    func none(markdown: String) {
        #expect(tables(markdown).isEmpty)
        #expect(!markup(markdown).contains("<table"))
    }

    @Test("tables stand in quotes and lists too")
    func containers() {
        #expect(markup("> | a | b |\n> |---|---|\n> | 1 | 2 |").contains("<blockquote>\n<div class=\"table-scroll\""))
        #expect(markup("- x\n\n  | a |\n  |---|\n  | 1 |").contains("<td>1</td>"))
        #expect(markup("1. > - | a |\n   >   |---|\n   >   | 1 |").contains("<td>1</td>"))
        #expect(markup("> | a |\n> |---|\n> | 1 |\nlazy").contains("</div>\n<p>lazy</p>\n</blockquote>"))
    }

    @Test("bare links and escapes work in cells")
    func passes() throws {
        let html = markup("| a |\n|---|\n| https://x.example, |\n| \\~~a~~ 1\\. |")
        #expect(
            html.contains("<td><a href=\"https://x.example\" rel=\"noopener noreferrer\">https://x.example</a>,</td>"))
        #expect(html.contains("<td>~~a~~ 1.</td>"))
    }
}
