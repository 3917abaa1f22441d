import Markup

/// A link with its words.
struct Link: TemplateModel {
    let label: String
    let href: String

    static let shape = Shape<Link>()
        .text("label") { $0.label }
        .text("href") { $0.href }
}
