import Testing

@testable import Markup

@Suite("Templates")
struct TemplateTests {
    @Test(
        "text is escaped and markup is not",
        arguments: [
            ("{{title}}", "Plan &lt;1&gt;"), ("{{ title }}", "Plan &lt;1&gt;"), ("{{{body}}}", "<p>&amp;</p>"),
            ("{{{ body }}}", "<p>&amp;</p>"),
            ("{{count}}", "42"), ("[{{note}}]", "[]"), ("[{{{aside}}}]", "[]"), ("{{owner.name}}", "Ann &amp; Lee"),
            ("[{{helper.name}}]", "[]"),
            ("a{{! nothing\nat all }}b", "ab"), ("größer {{title}}", "größer Plan &lt;1&gt;"),
            ("{ {title} }", "{ {title} }"), ("", ""),
        ])
    func values(text: String, output: String) throws {
        #expect(try render(text) == output)
    }

    @Test("a section on a flag is a condition")
    func flags() throws {
        #expect(try render("{{#isOpen}}a{{/isOpen}}{{^isOpen}}b{{/isOpen}}") == "a")
        #expect(try render("{{#isOpen}}a{{/isOpen}}{{^isOpen}}b{{/isOpen}}", Page(isOpen: false)) == "b")
        #expect(try render("{{#owner.isAway}}a{{/owner.isAway}}{{^owner.isAway}}b{{/owner.isAway}}") == "b")
        #expect(try render("{{#helper.isAway}}a{{/helper.isAway}}{{^helper.isAway}}b{{/helper.isAway}}") == "b")
    }

    @Test("a section on text or markup is shown when there is some")
    func presence() throws {
        let text = "{{#note}}[{{note}}|{{.}}|{{title}}]{{/note}}{{^note}}none{{/note}}"
        #expect(try render(text, Page(note: "<n>")) == "[&lt;n&gt;|&lt;n&gt;|Plan &lt;1&gt;]")
        #expect(try render(text, Page(note: "")) == "none")
        #expect(try render(text) == "none")
        let html = "{{#aside}}[{{{.}}}{{{aside}}}]{{/aside}}{{^aside}}none{{/aside}}"
        #expect(try render(html, Page(aside: HTML(markup: "<b>"))) == "[<b><b>]")
        #expect(try render(html) == "none")
        #expect(try render("{{#title}}yes{{/title}}", Page(title: "")) == "")
    }

    @Test("a section on an object looks in it first, then around it")
    func objects() throws {
        #expect(try render("{{#owner}}{{name}} {{title}}{{/owner}}") == "Ann &amp; Lee Plan &lt;1&gt;")
        let text = "{{#helper}}{{name}}{{/helper}}{{^helper}}nobody{{/helper}}"
        #expect(try render(text) == "nobody")
        #expect(try render(text, Page(helper: Person(name: "Bo"))) == "Bo")
        #expect(try render("{{^owner}}nobody{{/owner}}") == "")
    }

    @Test("a section on a list is shown for each, the innermost name winning")
    func lists() throws {
        let page = Page(rows: [Row(title: "a", done: true, cells: ["1", "<"]), Row(title: "b")], tags: ["x", "y"])
        #expect(
            try render(
                "{{#rows}}{{title}}{{#done}}!{{/done}}({{#cells}}{{.}}{{title}},{{/cells}}){{count}};{{/rows}}", page)
                == "a!(1a,&lt;a,)42;b()42;")
        #expect(try render("{{#rows}}{{#tags}}{{title}}{{.}} {{/tags}}{{/rows}}", page) == "ax ay bx by ")
        #expect(try render("{{^rows}}none{{/rows}}{{^tags}}none{{/tags}}") == "nonenone")
        #expect(try render("{{^rows}}none{{/rows}}", page) == "")
    }

    @Test("a list inside an object is reached with a period, and a model may hold its own kind")
    func nested() throws {
        let owner = Person(links: [Row(title: "l")], boss: [Person(name: "B", boss: [Person(name: "C")])])
        let text =
            "{{#owner.links}}{{title}}{{/owner.links}}{{#owner}}{{#boss}}{{name}}{{#boss}}{{name}}{{/boss}}{{/boss}}{{/owner}}"
        #expect(try render(text, Page(owner: owner)) == "lBC")
        #expect(try render("{{^helper.links}}none{{/helper.links}}") == "none")
    }

    @Test("partials see what is around them")
    func partials() throws {
        let page = Page(rows: [Row(title: "a"), Row(title: "b")])
        #expect(
            try render(
                "{{#rows}}{{> parts/row}}{{/rows}}{{> parts/row }}", page, partials: ["parts/row": "<{{title}}>"])
                == "<a><b><Plan &lt;1&gt;>")
        #expect(try render("{{> a}}{{> a}}", partials: ["a": "{{> b}}", "b": "x"]) == "xx")
    }

    @Test(
        "a tag alone on its line leaves nothing behind",
        arguments: [
            ("a\n{{#isOpen}}\nb\n{{/isOpen}}\nc\n", "a\nb\nc\n"),
            ("  {{#isOpen}}  \r\nb\r\n\t{{/isOpen}}\r\nc", "b\r\nc"),
            ("{{! x }}\na", "a"),
            ("a\n  {{!\n x\n}}\nb", "a\nb"),
            ("a {{! x }}\nb", "a \nb"),
            ("{{#isOpen}} a {{/isOpen}}\n", " a \n"),
            ("{{#isOpen}}{{/isOpen}}\nx", "\nx"),
            (" {{title}}\n", " Plan &lt;1&gt;\n"),
            ("a\n{{#isOpen}}\nb{{/isOpen}}", "a\nb"),
            ("x\n  {{^isOpen}}\n  y\n  {{/isOpen}}", "x\n"),
            ("x\n  {{> p}}\ny", "x\n  1\n  2\ny"),
            ("x {{> p}}\ny", "x 1\n2\n\ny"),
        ])
    func standalone(text: String, output: String) throws {
        #expect(try render(text, partials: ["p": "1\n2\n"]) == output)
    }

    @Test("a model is appended to what is there already")
    func buffer() throws {
        let template = try TemplateSet(texts: ["p": "{{count}}"]).template("p", for: Page.self)
        var output = Array("a".utf8)
        template.render(Page(), into: &output)
        template.render(Page(count: -7), into: &output)
        #expect(String(decoding: output, as: UTF8.self) == "a42-7")
    }

    @Test("one template renders on many tasks at once")
    func concurrent() async throws {
        let template = try TemplateSet(texts: ["p": "{{#rows}}{{title}},{{/rows}}"]).template("p", for: Page.self)
        await withTaskGroup(of: (String, String).self) { group in
            for number in 0..<200 {
                group.addTask {
                    let rows = (0..<number).map { Row(title: "row number \($0) of \(number)") }
                    return (template.render(Page(rows: rows)).markup, rows.map { $0.title + "," }.joined())
                }
            }
            for await (output, expected) in group { #expect(output == expected) }
        }
    }
}
