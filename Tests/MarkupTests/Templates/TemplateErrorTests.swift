import Foundation
import Testing

@testable import Markup

@Suite("Template errors")
struct TemplateErrorTests {
    @Test(
        "every mistake is refused with its line and a tip",
        arguments: [
            ("a\n{{titel}}", 2, "Unknown name titel.", "Did you mean title?"),
            ("{{xyzzy}}", 1, "Unknown name xyzzy.", "Known here: aside, body, count"),
            ("{{owner.nam}}", 1, "Unknown name nam in {{owner.nam}}.", "Did you mean name?"),
            (
                "{{#rows}}\n\n{{owner.title}}{{/rows}}", 3, "Unknown name title in {{owner.title}}.",
                "Known here: boss, isAway, links, name."
            ),
            ("{{#title}}{{name}}{{/title}}", 1, "Unknown name name.", ""),
            ("{{title.x}}", 1, "title has no parts.", ""),
            ("{{rows.title}}", 1, "rows has no parts.", ""),
            ("{{body}}", 1, "body is markup and is not escaped.", "Write {{{body}}}."),
            ("{{{title}}}", 1, "title is text and must be escaped.", "Write {{title}}"),
            ("{{{count}}}", 1, "count is text", ""),
            ("{{isOpen}}", 1, "isOpen is a flag", "{{#isOpen}}"),
            ("{{rows}}", 1, "rows is a list.", "{{#rows}}"),
            ("{{owner}}", 1, "owner has parts", "{{owner.boss}}"),
            ("{{.}}", 1, "There is no single value for {{.}} here.", ""),
            ("{{#rows}}{{.}}{{/rows}}", 1, "There is no single value", ""),
            ("{{#aside}}{{.}}{{/aside}}", 1, ". is markup", "{{{.}}}"),
            ("{{#count}}a{{/count}}", 1, "count is a number", "flag"),
            ("\n{{#rows}}", 2, "The section rows is never closed.", "{{/rows}}"),
            ("{{/rows}}", 1, "{{/rows}} closes a section that is not open.", ""),
            ("{{#rows}}\n{{#tags}}\n{{/rows}}", 3, "{{/rows}} closes the section tags of line 2.", "{{/tags}}"),
            ("x\n{{title", 2, "A tag is never closed.", "}}"),
            ("{{{body}}", 1, "A tag is never closed.", "}}}"),
            ("{{}}", 1, "A tag has no name.", ""),
            ("{{a b}}", 1, "“a b” is no name.", ""),
            ("{{a..b}}", 1, "“a..b” is no name.", ""),
            ("{{&title}}", 1, "{{&title}} is not used here.", ""),
            ("{{=<% %>=}}", 1, "Delimiters cannot be changed.", ""),
            ("{{<parent}}{{/parent}}", 1, "Templates have no inheritance.", ""),
            ("\n\n{{> nothing}}", 3, "There is no partial nothing.", "nothing.mustache"),
            ("{{>}}", 1, "A partial has no name.", ""),
            ("{{> page}}", 1, "The partial page includes itself.", ""),
        ])
    func refused(text: String, line: Int, message: String, tip: String) throws {
        let error = try #require(refusal(text))
        #expect(error.file == "page.mustache")
        #expect(error.line == line)
        #expect(error.message.hasPrefix(message))
        #expect(tip.isEmpty || error.tip.contains(tip))
    }

    @Test("a partial is checked at each place that includes it")
    func partials() throws {
        let error = try #require(
            refusal("{{#rows}}{{> row}}{{/rows}}\n{{> row}}", partials: ["row": "\n{{done}}{{#done}}x{{/done}}"]))
        #expect(error.file == "row.mustache")
        #expect(error.line == 2)
        let second = try #require(
            refusal("{{#rows}}{{> row}}{{/rows}}\n  {{> row}}", partials: ["row": "\n{{#done}}x{{/done}}"]))
        #expect(second.message == "Unknown name done.")
        #expect(second.tip.hasSuffix("(Included by page.mustache.)"))
        #expect(second.description.hasPrefix("row.mustache:2: Unknown name done. "))
        #expect(refusal("{{> a}}", partials: ["a": "{{> b}}", "b": "\n{{> a}}"])?.file == "b.mustache")
    }

    @Test("a template nobody uses must be well formed all the same")
    func unused() {
        #expect(throws: TemplateError.self) { try TemplateSet(texts: ["unused": "{{#a}}"]) }
    }

    @Test("a folder's templates are read with those in folders in it")
    func folder() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        let parts = folder.appendingPathComponent("parts")
        try FileManager.default.createDirectory(at: parts, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data("{{> parts/name}}!".utf8).write(to: folder.appendingPathComponent("page.mustache"))
        try Data("{{title}}".utf8).write(to: parts.appendingPathComponent("name.mustache"))
        try Data("{{#".utf8).write(to: folder.appendingPathComponent("page.txt"))
        let set = try TemplateSet(folder: folder.path)
        #expect(try set.template("page", for: Page.self).render(Page(title: "a")).markup == "a!")

        let missing = #expect(throws: TemplateError.self) { try set.template("pagee", for: Page.self) }
        #expect(missing?.tip == "There are: page, parts/name.")
        try Data([0x7B, 0xFF]).write(to: folder.appendingPathComponent("bad.mustache"))
        let invalid = #expect(throws: TemplateError.self) { try TemplateSet(folder: folder.path) }
        #expect(invalid?.file == folder.path + "/bad.mustache")
        #expect(throws: TemplateError.self) { try TemplateSet(folder: folder.path + "/nothing") }
    }
}
