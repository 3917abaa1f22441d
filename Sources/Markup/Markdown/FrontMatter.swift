/// What a document says about itself before it begins: `key: value` lines between two lines of `---` at the very top.
///
/// It is flat; a value is the rest of its line without surrounding blanks and quotes. Blank lines and lines that begin
/// with `#` mean nothing. A document whose first line is a rule and whose second is no `key: value` has none.
public struct FrontMatter: Sendable, Hashable {
    /// One `key: value` line.
    public struct Entry: Sendable, Hashable {
        public let key: String
        public let value: String
        public let line: Int
    }

    /// In the order of the file.
    public let entries: [Entry]
    /// Lines that are no `key: value`, for whoever checks the document.
    public let unreadableLines: [Int]
    /// How many lines of the file it takes, fences included; 0 when there is none.
    public let lineCount: Int

    /// The value of the first entry with this key.
    public subscript(key: String) -> String? {
        entry(key)?.value
    }

    /// The first entry with this key.
    public func entry(_ key: String) -> Entry? {
        entries.first { $0.key == key }
    }

    init(_ source: MarkdownSource) {
        self.init(lines: source.lines.lazy.map { String(decoding: source.bytes[$0], as: UTF8.self) })
    }

    private init(lines: some Collection<String>) {
        var entries: [Entry] = []
        var unreadable: [Int] = []
        var count = 0
        var closed = false
        for text in lines {
            count += 1
            let trimmed = text.trimmed
            if count == 1 {
                guard trimmed == "---", text.hasPrefix("---") else { break }
            } else if trimmed == "---" || trimmed == "..." {
                closed = true
                break
            } else if let entry = Entry(text, line: count) {
                entries.append(entry)
            } else if !trimmed.isEmpty, !trimmed.hasPrefix("#") {
                guard !entries.isEmpty else { break }
                unreadable.append(count)
            }
        }
        let present = closed && !entries.isEmpty
        self.entries = present ? entries.map { $0.readable } : []
        self.unreadableLines = present ? unreadable : []
        self.lineCount = present ? count : 0
    }
}

extension FrontMatter.Entry {
    /// Reads one line; `nil` unless it begins with a word and a colon that a blank or the line's end follows.
    init?(_ text: String, line: Int) {
        guard let colon = text.firstIndex(of: ":") else { return nil }
        let key = text[..<colon]
        let rest = text[text.index(after: colon)...]
        let isWord = key.utf8.allSatisfy {
            $0.isASCIIAlphanumeric || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-")
        }
        guard !key.isEmpty, isWord, rest.isEmpty || rest.first == " " || rest.first == "\t" else { return nil }
        var value = Substring(String(rest).trimmed)
        if value.count >= 2, let quote = value.first, quote == "\"" || quote == "'", value.last == quote {
            value = value.dropFirst().dropLast()
        }
        self.init(key: String(key), value: String(value), line: line)
    }

    /// With the marks of `MarkdownSource` turned back into what the author wrote.
    var readable: FrontMatter.Entry {
        FrontMatter.Entry(key: key, value: MarkdownSource.verbatim(value), line: line)
    }
}

extension String {
    /// Without blanks and tabs at either end.
    var trimmed: String {
        let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
        guard let start = firstIndex(where: { !isBlank($0) }), let end = lastIndex(where: { !isBlank($0) }) else {
            return ""
        }
        return String(self[start...end])
    }
}

extension UInt8 {
    var isASCIIAlphanumeric: Bool {
        isASCIILetter || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self)
    }

    var isASCIILetter: Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20)
    }

    /// A blank or a tab.
    var isBlank: Bool {
        self == UInt8(ascii: " ") || self == UInt8(ascii: "\t")
    }
}
