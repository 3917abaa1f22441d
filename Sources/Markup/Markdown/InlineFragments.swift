internal import CMark

/// Pieces of inline Markdown that are parsed together, each as if it stood alone, but with the link definitions of the
/// document that they come from.
struct InlineFragments {
    private var contents: [[Inline]] = []
    private var markdown: [UInt8] = []
    /// The line in `markdown` on which a fragment begins, and whether the guard stands before it.
    private var starts: [Int: (identifier: Int, isGuarded: Bool)] = [:]
    private var nextLine = 1
    private var mayUseReferences = false

    /// Begins a paragraph, whatever follows: `# a` or `- a` in a cell is text. A blank at its end makes what follows
    /// begin like a word does at the start of a line.
    private static let guardText = ". "

    /// Adds a table's cell and returns the number under which its content will be found.
    mutating func add(cell: [UInt8]) -> Int {
        if !cell.contains(where: Self.isMarkup) {
            contents.append(InlineReader.content(ofPlain: String(decoding: cell, as: UTF8.self)))
            return contents.count - 1
        }
        return add(lines: [cell], isGuarded: true)
    }

    /// Adds the lines of a paragraph. It may begin with link definitions, which are then left out.
    mutating func add(paragraph lines: [[UInt8]]) -> Int {
        add(lines: lines, isGuarded: lines.first?.first != UInt8(ascii: "["))
    }

    private mutating func add(lines: [[UInt8]], isGuarded: Bool) -> Int {
        contents.append([])
        starts[nextLine] = (contents.count - 1, isGuarded)
        if isGuarded { markdown += Self.guardText.utf8 }
        for (index, line) in lines.enumerated() {
            // Four blanks keep a line from being anything but the paragraph's next.
            if index > 0 { markdown += "    ".utf8 }
            markdown += line
            markdown.append(UInt8(ascii: "\n"))
            mayUseReferences = mayUseReferences || line.contains(UInt8(ascii: "["))
        }
        markdown.append(UInt8(ascii: "\n"))
        nextLine += lines.count + 1
        return contents.count - 1
    }

    /// The content of each fragment by its number. `references` is the document whose link definitions hold.
    consuming func parsed(references: ArraySlice<UInt8>) -> [[Inline]] {
        guard !markdown.isEmpty else { return contents }
        // The document comes last: nothing that it leaves open can reach the fragments.
        if mayUseReferences { markdown += references }
        let parsed = CommonMark.withTree(of: markdown) { root in
            var parsed: [(Int, [Inline])] = []
            for block in CommonMark.children(of: root) {
                let line = CommonMark.lines(of: block).lowerBound
                guard line < nextLine else { break }
                guard let start = starts[line] else { continue }
                let content = InlineReader.content(of: block)
                parsed.append((start.identifier, start.isGuarded ? Self.unguarded(content) : content))
            }
            return parsed
        }
        for (identifier, content) in parsed ?? [] { contents[identifier] = content }
        return contents
    }

    private static func unguarded(_ content: [Inline]) -> [Inline] {
        guard case .text(let text)? = content.first, text.hasPrefix(guardText) else { return content }
        let rest = String(text.dropFirst(guardText.count))
        return (rest.isEmpty ? [] : [.text(rest)]) + content.dropFirst()
    }

    /// Bytes that mean something to cmark inside a paragraph.
    private static func isMarkup(_ byte: UInt8) -> Bool {
        "\\`*_[]<>&!\u{0}".utf8.contains(byte)
    }
}
