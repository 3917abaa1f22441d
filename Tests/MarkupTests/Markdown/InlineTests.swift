import Testing

@testable import Markup

@Suite("Running text")
struct InlineTests {
    @Test(
        "strikethrough follows the flanking rules and is not found in code",
        arguments: [
            ("~~gone~~", "<del>gone</del>"),
            ("a ~~*b* c~~ d", "a <del><em>b</em> c</del> d"),
            ("*~~b~~*", "<em><del>b</del></em>"),
            ("~~a **b** ~~", "~~a <strong>b</strong> ~~"),
            ("~~ a~~", "~~ a~~"),
            ("~one~ ~~~three~~~", "~one~ ~~~three~~~"),
            ("\\~~a~~", "~~a~~"),
            ("`~~a~~` `\\~`", "<code>~~a~~</code> <code>\\~</code>"),
            ("~~a", "~~a"),
            ("~~~~", "<pre tabindex=\"0\"><code></code></pre>"),
            ("x ~~~~ y", "x ~~~~ y"),
            ("~~a~~ b ~~c~~", "<del>a</del> b <del>c</del>"),
            ("a~~b~~c", "a<del>b</del>c"),
            ("~~a ~~b~~ c~~", "~~a <del>b</del> c~~"),
            ("~~a\nb~~", "<del>a\nb</del>"),
            ("[~~x~~](y)", "<a href=\"y\"><del>x</del></a>"),
        ])
    func strikethrough(markdown: String, html: String) {
        #expect(markup(markdown) == (html.hasPrefix("<pre") ? html : "<p>\(html)</p>"))
    }

    @Test(
        "bare addresses become links without the sentence around them",
        arguments: [
            ("see https://a.example/x?y=1&z=2.", "see ", "https://a.example/x?y=1&amp;z=2", "."),
            ("(http://a.example/x_(y))", "(", "http://a.example/x_(y)", ")"),
            ("http://127.0.0.1:8080/, or", "", "http://127.0.0.1:8080/", ", or"),
            ("HTTPS://A.example!", "", "HTTPS://A.example", "!"),
            ("http://a.example/b_c_d*", "", "http://a.example/b_c_d", "*"),
            ("http://a.example/x&hl; y", "", "http://a.example/x", "&amp;hl; y"),
            ("http://a.example/\"q\"<b", "", "http://a.example/&quot;q", "&quot;&lt;b"),
            ("http://a.example/~~x~~", "", "http://a.example/~~x", "~~"),
        ])
    func bareLinks(markdown: String, before: String, address: String, after: String) {
        let href = address.replacing("&quot;", with: "%22")
        #expect(
            markup(markdown) == "<p>\(before)<a href=\"\(href)\" rel=\"noopener noreferrer\">\(address)</a>\(after)</p>"
        )
    }

    @Test("www. is enough for a bare address")
    func www() {
        #expect(
            markup("*www.a.example*")
                == "<p><em><a href=\"http://www.a.example\" rel=\"noopener noreferrer\">www.a.example</a></em></p>")
    }

    @Test(
        "what only looks like an address stays text",
        arguments: [
            "www.", "awww.a.example", "http://", "xhttp://a.example", "http\\://a.example", "www\\.a.example",
            "ftp://a.example",
            "www._a._b", "http://_", "://a", "www.&quot;",
        ])
    func noBareLinks(markdown: String) {
        #expect(!markup(markdown).contains("<a"))
    }

    @Test("addresses in code and links are left alone")
    func addressesElsewhere() {
        #expect(markup("`http://a.example`") == "<p><code>http://a.example</code></p>")
        #expect(markup("[http://a.example](b)") == "<p><a href=\"b\">http://a.example</a></p>")
    }

    @Test("links to documents become links to pages and keep their fragment")
    func documentLinks() {
        let rendering = Rendering(link: { $0 == "guide/A.md" ? "/docs/a" : nil })
        #expect(markup("[a](guide/A.md#b?c)", rendering) == "<p><a href=\"/docs/a#b?c\">a</a></p>")
        #expect(markup("[a](other.md#b)", rendering) == "<p><a href=\"other.md#b\">a</a></p>")
        #expect(
            markup("[a](https://x.example/guide/A.md)", rendering).contains(
                "href=\"https://x.example/guide/A.md\" rel="))
        #expect(markup("[a](#b \"t<\")") == "<p><a href=\"#b\" title=\"t&lt;\">a</a></p>")
    }

    @Test(
        "addresses that can run scripts are dropped and their text stays",
        arguments: [
            "[x](javascript:alert(1))", "[x](JaVaScRiPt:alert(1))", "[x](<java&#9;script:alert(1)>)",
            "[x](&#106;avascript:1)",
            "[x](vbscript:x)", "[x](data:text/html;base64,AA)", "[x](data:image/svg+xml,AA)", "[x](file:///etc/passwd)",
            "<javascript:x>", "[x](&#1;javascript:alert(1))", "[x](unknown:y)", "[x][r]\n\n[r]: javascript:x",
            "[x](javascript\\:alert(1))", "![x](javascript:alert(1))",
        ])
    func refusedLinks(markdown: String) {
        let html = markup(markdown)
        #expect(!html.contains("href"))
        #expect(!html.contains("src"))
        #expect(html.contains("x"))
    }

    @Test("a picture of this site is shown, any other becomes a link")
    func images() {
        #expect(markup("![*a*](<b c.png>)") == "<p><img src=\"b%20c.png\" alt=\"a\"></p>")
        #expect(
            markup("![a](https://x.example/b.png)")
                == "<p><a href=\"https://x.example/b.png\" rel=\"noopener noreferrer\">a</a></p>")
        #expect(
            markup("![](//x.example/b.png)")
                == "<p><a href=\"//x.example/b.png\" rel=\"noopener noreferrer\">Image</a></p>")
        #expect(markup("[![a](https://x.example/b.png)](c)") == "<p><a href=\"c\">a</a></p>")
        #expect(markup("![a](data:image/png;base64,AA==)") == "<p><a href=\"data:image/png;base64,AA==\">a</a></p>")
    }

    @Test("raw HTML is shown as text, comments not at all")
    func rawHTML() {
        #expect(
            markup("a <b onclick=\"x\">c</b> <!-- no -->d")
                == "<p>a <code class=\"raw-html\">&lt;b onclick=&quot;x&quot;&gt;</code>c<code class=\"raw-html\">&lt;/b&gt;</code> d</p>"
        )
        #expect(markup("<script>\nalert(1)\n</script>").contains("<code>&lt;script&gt;\nalert(1)\n&lt;/script&gt;"))
        #expect(markup("<!-- TODO -->\n\ntext") == "<p>text</p>")
        #expect(Document(markdown: "# Use Vec<String>").title == "Use Vec<String>")
    }

    @Test("attributes cannot be left")
    func attributes() {
        #expect(markup("[x](</a\"b'c<>)").contains("href=") == false)
        #expect(markup("[x](/a\"onclick='y')") == "<p><a href=\"/a%22onclick=&#39;y&#39;\">x</a></p>")
        #expect(markup("![\"><script>](a.png)").contains("alt=\"&quot;&gt;&lt;script&gt;\""))
    }
}
