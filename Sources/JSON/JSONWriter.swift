extension JSON {
    /// The value on one line without spaces. The same value is always the same text.
    ///
    /// Doubles have the fewest digits that read as the same value, whole ones up to 2^53 no point; only what must be is
    /// escaped, and U+2028 and U+2029, which JavaScript once took for the ends of lines.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// `text` as UTF-8.
    public var bytes: [UInt8] {
        var writer = JSONWriter(indent: nil)
        writer.write(self)
        return writer.bytes
    }

    /// `bytes` with the members of every object sorted by name: byte for byte the same whatever order they came in.
    public var canonicalBytes: [UInt8] {
        var writer = JSONWriter(indent: nil)
        writer.sortsMembers = true
        writer.write(self)
        return writer.bytes
    }

    /// The value for people: two spaces for each level, each line ended by `\n`, the last one too.
    public var pretty: String {
        var writer = JSONWriter(indent: 0)
        writer.write(self)
        return String(decoding: writer.bytes, as: UTF8.self) + "\n"
    }
}

struct JSONWriter {
    private(set) var bytes: [UInt8] = []
    /// How deep the current line is indented; `nil` when all is on one line.
    private var indent: Int?
    fileprivate var sortsMembers = false

    init(indent: Int?) {
        self.indent = indent
        bytes.reserveCapacity(512)
    }

    mutating func write(_ value: JSON) {
        switch value {
        case .null: write("null")
        case .bool(let value): write(value ? "true" : "false")
        case .integer(let value): write(String(value))
        case .number(let value): write(value)
        case .decimal(let digits): write(digits)
        case .string(let value): writeString(value)
        case .array(let elements):
            writeList("[", elements, "]") { writer, element in writer.write(element) }
        case .object(let members):
            if sortsMembers {
                writeMembers(members.sorted { $0.name < $1.name })
            } else {
                writeMembers(members)
            }
        }
    }

    private mutating func writeMembers<Members: Collection<JSON.Object.Member>>(_ members: Members) {
        writeList("{", members, "}") { writer, member in
            writer.writeString(member.name)
            writer.write(writer.indent == nil ? ":" : ": ")
            writer.write(member.value)
        }
    }

    private mutating func writeList<List: Collection>(
        _ opening: Unicode.Scalar, _ list: List, _ closing: Unicode.Scalar,
        each: (inout JSONWriter, List.Element) -> Void
    ) {
        bytes.append(UInt8(ascii: opening))
        if !list.isEmpty {
            indent = indent.map { $0 + 1 }
            var isFirst = true
            for element in list {
                if !isFirst { bytes.append(UInt8(ascii: ",")) }
                isFirst = false
                startLine()
                each(&self, element)
            }
            indent = indent.map { $0 - 1 }
            startLine()
        }
        bytes.append(UInt8(ascii: closing))
    }

    private mutating func startLine() {
        guard let indent else { return }
        bytes.append(0x0A)
        bytes.append(contentsOf: repeatElement(0x20, count: indent * 2))
    }

    private mutating func write(_ text: String) {
        bytes.append(contentsOf: text.utf8)
    }

    private mutating func write(_ value: Double) {
        if !value.isFinite {
            write("null")
        } else if let whole = value.wholeNumber {
            write(whole == 0 && value.sign == .minus ? "-0" : String(whole))
        } else {
            write(value.description)
        }
    }

    private mutating func writeString(_ string: String) {
        bytes.append(0x22)
        var string = string
        string.withUTF8 { writeEscaped($0) }
        bytes.append(0x22)
    }

    private mutating func writeEscaped(_ text: UnsafeBufferPointer<UInt8>) {
        var start = 0
        var index = PlainRun.skipASCII(text, from: 0)
        while index < text.count {
            let byte = text[index]
            let isSeparator = byte == 0xE2 && JSONWriter.isSeparator(text, at: index)
            guard byte < 0x20 || byte == 0x22 || byte == 0x5C || isSeparator else {
                index += 1
                continue
            }
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[start..<index]))
            if isSeparator {
                write(text[index + 2] == 0xA8 ? "\\u2028" : "\\u2029")
            } else {
                writeEscape(byte)
            }
            start = index + (isSeparator ? 3 : 1)
            index = PlainRun.skipASCII(text, from: start)
        }
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[start...]))
    }

    /// U+2028 and U+2029 are E2 80 A8 and E2 80 A9 in UTF-8.
    private static func isSeparator(_ text: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
        index + 2 < text.count && text[index + 1] == 0x80 && text[index + 2] & 0xFE == 0xA8
    }

    private mutating func writeEscape(_ byte: UInt8) {
        switch byte {
        case 0x22: write("\\\"")
        case 0x5C: write("\\\\")
        case 0x08: write("\\b")
        case 0x0C: write("\\f")
        case 0x0A: write("\\n")
        case 0x0D: write("\\r")
        case 0x09: write("\\t")
        default: write((byte < 0x10 ? "\\u000" : "\\u00") + String(byte, radix: 16))
        }
    }
}
