import FoundationEssentials

/// The templates of a folder: its `*.mustache` files, each under its name without the ending, those of folders in it
/// as `folder/name`.
///
/// The syntax is Mustache's: `{{name}}`, `{{{markup}}}`, `{{#section}}…{{/section}}`, `{{^inverted}}…{{/inverted}}`,
/// `{{! comment}}`, `{{> partial}}` and dotted names. There are no lambdas, and the braces stay what they are.
public final class TemplateSet: Sendable {
    private let sources: [String: (text: String, file: String)]

    /// Reads the folder once.
    /// - Throws: `TemplateError` for a folder or file that cannot be read and for a template that is not well formed.
    public convenience init(folder: String) throws(TemplateError) {
        let files = FileManager.default
        let ending = ".mustache"
        let paths: [String]
        do {
            paths = try files.subpathsOfDirectory(atPath: folder)
        } catch {
            throw TemplateError(
                file: folder, line: 0, message: "The folder of templates cannot be read.",
                tip: "Check that it is there and that this user may read it.")
        }
        var sources: [String: (text: String, file: String)] = [:]
        for path in paths where path.hasSuffix(ending) {
            let file = folder.hasSuffix("/") ? folder + path : "\(folder)/\(path)"
            guard let data = files.contents(atPath: file), let text = String(validating: data, as: UTF8.self) else {
                throw TemplateError(
                    file: file, line: 0, message: "The template cannot be read as UTF-8.",
                    tip: "Check that this user may read it and save it as UTF-8.")
            }
            sources[String(path.dropLast(ending.count))] = (text, file)
        }
        try self.init(sources)
    }

    /// Templates from texts by their names.
    public convenience init(texts: [String: String]) throws(TemplateError) {
        var sources: [String: (text: String, file: String)] = [:]
        for (name, text) in texts { sources[name] = (text, name + ".mustache") }
        try self.init(sources)
    }

    private init(_ sources: [String: (text: String, file: String)]) throws(TemplateError) {
        self.sources = sources
        for name in sources.keys.sorted() {
            guard let source = sources[name] else { continue }
            _ = try TemplateParser.parse(source.text, file: source.file)
        }
    }

    /// The template of this name, checked: every name in it and in its partials is one that the models around it declare.
    /// - Throws: `TemplateError` with the file and line of the first that is not.
    public func template<Model: TemplateModel>(_ name: String, for: Model.Type) throws(TemplateError) -> Template<Model>
    {
        guard let source = sources[name] else {
            let known = sources.keys.sorted().joined(separator: ", ")
            throw TemplateError(
                file: name + ".mustache", line: 0, message: "There is no template \(name).",
                tip: known.isEmpty ? "The folder has no templates." : "There are: \(known).")
        }
        let sources = sources
        let steps = try TemplateCompiler.compile(
            TemplateParser.parse(source.text, file: source.file), file: source.file, root: Names(Model.shape.fields),
            partials: { sources[$0] })
        return Template(steps: steps)
    }
}
