/// Checks a parsed template against the shapes of its models and resolves every name in it.
struct TemplateCompiler {
    /// Finds a partial's text, and what to call its file in errors.
    typealias Partials = @Sendable (String) -> (text: String, file: String)?

    private let partials: Partials
    /// The names of the sections around the current place, the page's model first.
    private var stack: [Names]
    /// The files that are being included, the template itself first.
    private var files: [String]

    static func compile(
        _ syntax: [TemplateSyntax], file: String, root: Names, partials: @escaping Partials
    ) throws(TemplateError) -> [any TemplateStep] {
        var compiler = TemplateCompiler(partials: partials, stack: [root], files: [file])
        return try compiler.steps(syntax)
    }

    private mutating func steps(_ syntax: [TemplateSyntax]) throws(TemplateError) -> [any TemplateStep] {
        var steps: [any TemplateStep] = []
        for piece in syntax {
            switch piece {
            case .literal(let bytes):
                steps.append(LiteralStep(bytes))
            case .value(let name, let isHTML):
                steps.append(try value(name, isHTML: isHTML))
            case .section(let name, let isInverted, let content):
                steps.append(try section(name, isInverted: isInverted, content))
            case .partial(let name, let indentation):
                steps += try partial(name, indentation: indentation)
            }
        }
        return steps
    }

    // MARK: Pieces

    private func value(_ name: TemplateName, isHTML: Bool) throws(TemplateError) -> any TemplateStep {
        let (field, frame) = try resolve(name)
        switch field.kind {
        case .text, .number:
            guard !isHTML else {
                throw error(
                    name, "\(name.text) is text and must be escaped.",
                    "Write {{\(name.text)}}, or give it the type HTML in its shape.")
            }
        case .html:
            guard isHTML else {
                throw error(name, "\(name.text) is markup and is not escaped.", "Write {{{\(name.text)}}}.")
            }
        case .flag:
            throw error(
                name, "\(name.text) is a flag and has no text.", "Use it as {{#\(name.text)}}…{{/\(name.text)}}.")
        case .object:
            throw error(
                name, "\(name.text) has parts and no text of its own.",
                "Name the part, as in {{\(name.text).\(field.inner?().fields.keys.min() ?? "part")}}.")
        case .list:
            throw error(name, "\(name.text) is a list.", "Use it as {{#\(name.text)}}…{{/\(name.text)}}.")
        }
        return ValueStep(field, frame: frame)
    }

    private mutating func section(
        _ name: TemplateName, isInverted: Bool, _ content: [TemplateSyntax]
    ) throws(TemplateError) -> any TemplateStep {
        let (field, frame) = try resolve(name)
        guard field.kind != .number else {
            throw error(name, "\(name.text) is a number and always there.", "Declare a flag for the condition.")
        }
        guard !isInverted, let inner = field.inner else {
            return ConditionStep(field, frame: frame, expected: !isInverted, try steps(content))
        }
        stack.append(inner())
        defer { stack.removeLast() }
        return ContextStep(field, frame: frame, try steps(content))
    }

    private mutating func partial(_ name: TemplateName, indentation: String) throws(TemplateError) -> [any TemplateStep]
    {
        guard let (text, file) = partials(name.text) else {
            throw error(
                name, "There is no partial \(name.text).", "Add the file \(name.text).mustache or correct the name.")
        }
        guard !files.contains(file) else {
            throw error(name, "The partial \(name.text) includes itself.", "Let a section on a list repeat it instead.")
        }
        files.append(file)
        defer { files.removeLast() }
        return try steps(try TemplateParser.parse(text, file: file, indentation: indentation))
    }

    // MARK: Names

    /// The innermost section that has the name's first part decides; the other parts are looked for in there only.
    private func resolve(_ name: TemplateName) throws(TemplateError) -> (field: Field, frame: Int) {
        let parts = name.parts
        guard let first = parts.first else {
            guard let dot = stack.last?.dot else {
                throw error(
                    name, "There is no single value for {{.}} here.",
                    "Use it in a section on a text or a list of texts.")
            }
            return (dot, stack.count - 1)
        }
        guard let frame = stack.lastIndex(where: { $0.fields[first] != nil }), var field = stack[frame].fields[first]
        else {
            throw unknown(first, of: name, known: Set(stack.flatMap(\.fields.keys)))
        }
        for (index, part) in parts.enumerated().dropFirst() {
            let outer = parts[..<index].joined(separator: ".")
            guard field.kind == .object, let inner = field.inner?() else {
                throw error(name, "\(outer) has no parts.", "Only an object's parts are named with periods.")
            }
            guard let next = inner.fields[part] else {
                throw unknown(part, of: name, known: Set(inner.fields.keys))
            }
            field = next.within(field)
        }
        return (field, frame)
    }

    private func unknown(_ part: String, of name: TemplateName, known: Set<String>) -> TemplateError {
        let closest = known.sorted().map { ($0, Spelling.distance(part, $0)) }.min { $0.1 < $1.1 }
        let list = known.sorted().joined(separator: ", ")
        let tip: String
        if let closest, closest.1 <= max(1, part.count * 2 / 5) {
            tip = "Did you mean \(closest.0)? Known here: \(list)."
        } else {
            tip = known.isEmpty ? "Nothing has a name here." : "Known here: \(list)."
        }
        let place = name.text == part ? "" : " in {{\(name.text)}}"
        return error(name, "Unknown name \(part)\(place).", tip)
    }

    private func error(_ name: TemplateName, _ message: String, _ tip: String) -> TemplateError {
        let included = files.count > 1 ? " (Included by \(files.dropLast().joined(separator: ", ")).)" : ""
        return TemplateError(file: files.last ?? "", line: name.line, message: message, tip: tip + included)
    }
}
