/// One piece of a parsed template, not yet checked against a model.
indirect enum TemplateSyntax: Sendable {
    case literal([UInt8])
    /// `{{name}}`, or `{{{name}}}` for markup.
    case value(TemplateName, isHTML: Bool)
    /// `{{#name}}…{{/name}}`, or `{{^name}}…{{/name}}`.
    case section(TemplateName, isInverted: Bool, [TemplateSyntax])
    /// `{{> name}}`; alone on its line, each line of the partial begins with the blanks before it.
    case partial(TemplateName, indentation: String)
}

/// A name as a template has it, and where.
struct TemplateName: Sendable {
    let text: String
    let line: Int

    /// The names between the periods; none for `{{.}}`.
    var parts: [String] {
        text == "." ? [] : text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    }
}
