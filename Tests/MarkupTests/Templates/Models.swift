@testable import Markup

struct Page: TemplateModel {
    var title = "Plan <1>"
    var note: String?
    var count = 42
    var body = HTML(markup: "<p>&amp;</p>")
    var aside: HTML?
    var isOpen = true
    var owner = Person()
    var helper: Person?
    var rows: [Row] = []
    var tags: [String] = []

    static let shape = Shape<Page>()
        .text("title") { $0.title }
        .text("note") { $0.note }
        .text("count") { $0.count }
        .html("body") { $0.body }
        .html("aside") { $0.aside }
        .flag("isOpen") { $0.isOpen }
        .object("owner") { $0.owner }
        .object("helper") { $0.helper }
        .list("rows") { $0.rows }
        .list("tags") { $0.tags }
}

struct Person: TemplateModel {
    var name = "Ann & Lee"
    var isAway = false
    var links: [Row] = []
    var boss: [Person] = []

    static let shape = Shape<Person>()
        .text("name") { $0.name }
        .flag("isAway") { $0.isAway }
        .list("links") { $0.links }
        .list("boss") { $0.boss }
}

struct Row: TemplateModel {
    var title: String
    var done = false
    var cells: [String] = []

    static let shape = Shape<Row>()
        .text("title") { $0.title }
        .flag("done") { $0.done }
        .list("cells") { $0.cells }
}

/// The page as one template shows it, with these partials.
func render(_ text: String, _ page: Page = Page(), partials: [String: String] = [:]) throws -> String {
    let set = try TemplateSet(texts: partials.merging(["page": text]) { $1 })
    return try set.template("page", for: Page.self).render(page).markup
}

/// The error that a template is refused with.
func refusal(_ text: String, partials: [String: String] = [:]) -> TemplateError? {
    do {
        _ = try render(text, partials: partials)
        return nil
    } catch {
        return error as? TemplateError
    }
}
