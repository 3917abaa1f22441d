import Testing

@testable import Markup

@Suite("Task lists")
struct TaskListTests {
    @Test("checkboxes are found with their line, state and title at any depth")
    func found() {
        let document = Document(
            markdown: """
                - [ ] Fix *failed* `request` [tracking](a.md)
                - [x] done ~~twice~~
                  more
                  * [X] nested & "quoted" 👍
                    1. [ ] numbered

                > - [ ] quoted
                """)
        #expect(
            document.tasks.map(\.title) == [
                "Fix failed request tracking", "done twice more", "nested & \"quoted\" 👍", "numbered", "quoted",
            ])
        #expect(document.tasks.map(\.checkbox) == [.open, .done, .done, .open, .open])
        #expect(document.tasks.map(\.line) == [1, 2, 4, 5, 7])
    }

    @Test(
        "other brackets are no checkboxes",
        arguments: [
            "- [~] a", "- [] a", "- [ ]a", "- [ ]", "- [x]  ", "- \\[ ] a", "- `[ ] a`", "[ ] a", "    - [ ] a",
            "```\n- [ ] a\n```", "- [-] a",
            "- a\n\n  [ ] b", "- # [ ] a",
        ])
    func notFound(markdown: String) {
        #expect(Document(markdown: markdown).tasks.isEmpty)
    }

    @Test("a document that defines x still has its task done")
    func defined() {
        let document = Document(markdown: "- [x] a\n\n[x]: /y")
        #expect(document.tasks.map(\.title) == ["a"])
        #expect(document.tasks.map(\.checkbox) == [.done])
    }

    @Test(
        "a checkbox is followed by any text",
        arguments: [
            ("- [ ] **bold**", "bold"), ("- [ ]\ttab", "tab"), ("- [ ]   `c`", "c"), ("-\t[ ] a", "a"),
            ("- [ ] [a]", "[a]"),
        ])
    func titles(markdown: String, title: String) {
        #expect(Document(markdown: markdown).tasks.map(\.title) == [title])
    }

    @Test("a task is shown as the document has it")
    func shown() {
        #expect(
            markup("- [x] a \"b\"\n- plain")
                == "<ul class=\"tasks\">\n<li class=\"task\"><input type=\"checkbox\" disabled checked aria-label=\"a &quot;b&quot;\"> a &quot;b&quot;</li>\n<li>plain</li>\n</ul>"
        )
        #expect(
            markup("- [ ] a\n\n- b").contains(
                "<li class=\"task\"><p><input type=\"checkbox\" disabled aria-label=\"a\"> a</p>"))
    }

    @Test("a task is shown as the site knows it")
    func live() {
        let rendering = Rendering(task: { line, title in
            line == 2 && title == "b" ? .init(done: true, href: "/t?a=1&b=2") : nil
        })
        let html = markup("- [ ] a\n- [ ] b", rendering)
        #expect(html.contains("disabled aria-label=\"a\"> a</li>"))
        #expect(
            html.contains(
                "disabled checked aria-label=\"b\"> <a class=\"task-link\" href=\"/t?a=1&amp;b=2\">b</a></li>"))
    }

    @Test("the link of a task never holds another link")
    func linkInTask() {
        let rendering = Rendering(task: { _, _ in .init(done: false, href: "/t") })
        #expect(
            markup("- [ ] see [x](y)", rendering)
                .contains(
                    "> see <a href=\"y\">x</a> <a class=\"task-link\" href=\"/t\" aria-label=\"Task: see x\">#</a></li>"
                ))
    }
}
