/// Reads Mustache: variables, sections, inverted sections, comments and partials, with the specification's rule that a
/// line on which one of the latter four stands alone leaves nothing behind.
struct TemplateParser {
    private let file: String
    private let text: [UInt8]
    private var position = 0
    private var line = 1
    /// The sections that are open, the template itself first.
    private var open: [(name: TemplateName?, isInverted: Bool, content: [TemplateSyntax])] = [(nil, false, [])]
    private var literal: [UInt8] = []

    /// `file` is only for errors. Every line begins with `indentation`.
    static func parse(_ text: String, file: String, indentation: String = "") throws(TemplateError) -> [TemplateSyntax]
    {
        var parser = TemplateParser(file: file, text: indented(Array(text.utf8), by: Array(indentation.utf8)))
        return try parser.parsed()
    }

    private init(file: String, text: [UInt8]) {
        self.file = file
        self.text = text
    }

    private static func indented(_ text: [UInt8], by indentation: [UInt8]) -> [UInt8] {
        guard !indentation.isEmpty, !text.isEmpty else { return text }
        var output = indentation
        for (index, byte) in text.enumerated() {
            output.append(byte)
            if byte == newline, index + 1 < text.count { output += indentation }
        }
        return output
    }

    private mutating func parsed() throws(TemplateError) -> [TemplateSyntax] {
        while position < text.count {
            if text[position...].starts(with: "{{".utf8) {
                try readTag()
            } else {
                if text[position] == Self.newline { line += 1 }
                literal.append(text[position])
                position += 1
            }
        }
        flush()
        if open.count > 1, let name = open[open.count - 1].name {
            throw error(name.line, "The section \(name.text) is never closed.", "Add {{/\(name.text)}} where it ends.")
        }
        return open[0].content
    }

    // MARK: Tags

    private mutating func readTag() throws(TemplateError) {
        let start = position
        let startLine = line
        let isTriple = text[start...].starts(with: "{{{".utf8)
        let opening = isTriple ? 3 : 2
        let closing: [UInt8] = Array((isTriple ? "}}}" : "}}").utf8)
        guard let end = firstIndex(of: closing, from: start + opening) else {
            throw error(startLine, "A tag is never closed.", "End it with \(isTriple ? "}}}" : "}}").")
        }
        let content = text[(start + opening)..<end]
        let sign = isTriple ? nil : content.first { !$0.isBlank }
        position = end + closing.count
        line += content.count { $0 == Self.newline }

        if sign == UInt8(ascii: "!") {
            _ = takeLineIfAlone(from: start)
            return
        }
        var body = String(decoding: content, as: UTF8.self).trimmed
        guard let sign, Self.signs.contains(sign) else {
            let name = try name(body, startLine)
            flush()
            put(.value(name, isHTML: isTriple))
            return
        }
        body = String(body.dropFirst()).trimmed
        switch sign {
        case UInt8(ascii: "#"), UInt8(ascii: "^"):
            let name = try name(body, startLine)
            _ = takeLineIfAlone(from: start)
            flush()
            open.append((name, sign == UInt8(ascii: "^"), []))
        case UInt8(ascii: "/"):
            _ = takeLineIfAlone(from: start)
            flush()
            try close(body, startLine)
        case UInt8(ascii: ">"):
            guard !body.isEmpty else { throw error(startLine, "A partial has no name.", "Write {{> name}}.") }
            let indentation = takeLineIfAlone(from: start) ?? ""
            flush()
            put(.partial(TemplateName(text: body, line: startLine), indentation: indentation))
        case UInt8(ascii: "&"):
            throw error(startLine, "{{&\(body)}} is not used here.", "Write {{{\(body)}}} for markup.")
        case UInt8(ascii: "="):
            throw error(startLine, "Delimiters cannot be changed.", "Write {{ and }}.")
        default:
            throw error(startLine, "Templates have no inheritance.", "Use partials, {{> name}}, instead.")
        }
    }

    private mutating func close(_ body: String, _ line: Int) throws(TemplateError) {
        guard open.count > 1, let section = open.popLast(), let name = section.name else {
            throw error(
                line, "{{/\(body)}} closes a section that is not open.", "Remove it or open it with {{#\(body)}}.")
        }
        guard name.text == body else {
            throw error(
                line, "{{/\(body)}} closes the section \(name.text) of line \(name.line).",
                "Sections close in reverse order; write {{/\(name.text)}} first.")
        }
        put(.section(name, isInverted: section.isInverted, section.content))
    }

    private func name(_ text: String, _ line: Int) throws(TemplateError) -> TemplateName {
        let name = TemplateName(text: text, line: line)
        let isName = name.parts.allSatisfy { part in
            !part.isEmpty && part.utf8.allSatisfy { $0.isASCIIAlphanumeric || $0 == UInt8(ascii: "_") }
        }
        guard isName else {
            throw error(
                line, text.isEmpty ? "A tag has no name." : "“\(text)” is no name.",
                "A name has letters, digits and underscores, with periods between its parts.")
        }
        return name
    }

    // MARK: Lines

    /// When the tag from `start` to the current position has its line or lines for itself, takes these out of the
    /// output and returns the blanks that stood before the tag.
    private mutating func takeLineIfAlone(from start: Int) -> String? {
        var lineStart = start
        while lineStart > 0, text[lineStart - 1].isBlank { lineStart -= 1 }
        guard lineStart == 0 || text[lineStart - 1] == Self.newline else { return nil }
        var end = position
        while end < text.count, text[end].isBlank { end += 1 }
        if end < text.count, text[end] == UInt8(ascii: "\r") { end += 1 }
        guard end == text.count || text[end] == Self.newline else { return nil }
        literal.removeLast(start - lineStart)
        if end < text.count {
            end += 1
            line += 1
        }
        position = end
        return String(decoding: text[lineStart..<start], as: UTF8.self)
    }

    // MARK: Pieces

    private mutating func flush() {
        guard !literal.isEmpty else { return }
        put(.literal(literal))
        literal.removeAll()
    }

    private mutating func put(_ piece: TemplateSyntax) {
        open[open.count - 1].content.append(piece)
    }

    private func firstIndex(of closing: [UInt8], from start: Int) -> Int? {
        guard start <= text.count else { return nil }
        return (start..<text.count).first { text[$0...].starts(with: closing) }
    }

    private func error(_ line: Int, _ message: String, _ tip: String) -> TemplateError {
        TemplateError(file: file, line: line, message: message, tip: tip)
    }

    private static let newline = UInt8(ascii: "\n")
    private static let signs = Set("#^/>&=<$".utf8)
}
