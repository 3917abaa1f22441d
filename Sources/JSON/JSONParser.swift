extension JSON {
    /// How much a text may ask of the parser.
    public struct Limits: Sendable {
        /// How deep arrays and objects may lie in each other; more than 512 counts as 512.
        public let depth: Int
        public let bytes: Int

        public init(depth: Int = 64, bytes: Int = 16 << 20) {
            self.depth = min(depth, 512)
            self.bytes = bytes
        }
    }

    /// Reads one JSON text, which must be all there is.
    ///
    /// Refused, besides what RFC 8259 does not allow: a name that stands twice in an object, text that is not UTF-8,
    /// half a surrogate pair, a byte order mark, numbers beyond the range of a `Double`, and what exceeds the limits.
    public init(parsing bytes: [UInt8], limits: Limits = Limits()) throws(JSONError) {
        self = try bytes.withUnsafeBufferPointer { buffer throws(JSONError) in
            var parser = JSONParser(bytes: buffer, limits: limits)
            do throws(JSONParser.Failure) {
                return try parser.document()
            } catch {
                throw error.located(in: buffer)
            }
        }
    }

    public init(parsing text: String, limits: Limits = Limits()) throws(JSONError) {
        try self.init(parsing: Array(text.utf8), limits: limits)
    }
}

/// Recursive descent over the bytes; depth is limited, so the stack is too.
struct JSONParser {
    private let bytes: UnsafeBufferPointer<UInt8>
    private let limits: JSON.Limits
    private(set) var position = 0
    private var depth = 0
    /// The member of the outermost object whose value's place is wanted.
    private let noted: String?
    private(set) var place: Range<Int>?

    init(bytes: UnsafeBufferPointer<UInt8>, limits: JSON.Limits, noted: String? = nil) {
        self.bytes = bytes
        self.limits = limits
        self.noted = noted
    }

    mutating func document() throws(Failure) -> JSON {
        guard bytes.count <= limits.bytes else {
            throw Failure(0, "the text has \(bytes.count) bytes", "Send at most \(limits.bytes) bytes.")
        }
        guard !bytes.starts(with: [0xEF, 0xBB, 0xBF]) else {
            throw Failure(0, "found a byte order mark", "Save the text as UTF-8 without a byte order mark.")
        }
        let value = try value()
        skipSpace()
        guard position == bytes.count else { throw expected("the end of the text") }
        return value
    }

    /// The byte at the position; 0, which is allowed nowhere, at the end.
    private var next: UInt8 { position < bytes.count ? bytes[position] : 0 }

    private mutating func skipSpace() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x0A, 0x0D, 0x09: position += 1
            default: return
            }
        }
    }

    private mutating func value() throws(Failure) -> JSON {
        skipSpace()
        switch next {
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "{"): return try object()
        case UInt8(ascii: "["): return try array()
        case UInt8(ascii: "-"), 0x30...0x39: return try number()
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: throw expected("a value")
        }
    }

    private mutating func word(_ word: StaticString, _ value: JSON) throws(Failure) -> JSON {
        guard word.utf8CodeUnitCount <= bytes.count - position else { throw expected("“\(word)”") }
        for index in 0..<word.utf8CodeUnitCount where bytes[position + index] != word.utf8Start[index] {
            throw expected("“\(word)”")
        }
        position += word.utf8CodeUnitCount
        return value
    }

    private mutating func descend() throws(Failure) {
        depth += 1
        guard depth <= limits.depth else {
            throw Failure(
                position, "more than \(limits.depth) arrays and objects lie in each other",
                "Send a value that is less deep.")
        }
        position += 1
        skipSpace()
    }

    private mutating func array() throws(Failure) -> JSON {
        try descend()
        var elements: [JSON] = []
        if next == UInt8(ascii: "]") {
            position += 1
        } else {
            while true {
                elements.append(try value())
                skipSpace()
                if next == UInt8(ascii: "]") { break }
                guard next == UInt8(ascii: ",") else { throw expected("“,” or “]”") }
                position += 1
            }
            position += 1
        }
        depth -= 1
        return .array(elements)
    }

    private mutating func object() throws(Failure) -> JSON {
        try descend()
        var members: [JSON.Object.Member] = []
        var names = SeenNames()
        if next == UInt8(ascii: "}") {
            position += 1
        } else {
            members.reserveCapacity(4)
            while true {
                skipSpace()
                let start = position
                guard next == UInt8(ascii: "\"") else { throw expected("a member's name in double quotes") }
                let name = try string()
                guard names.insert(name, after: members) else {
                    throw Failure(start, "the name “\(name.prefix(100))” stands twice", "Keep one of the two members.")
                }
                skipSpace()
                guard next == UInt8(ascii: ":") else { throw expected("“:”") }
                position += 1
                skipSpace()
                let beginning = position
                members.append(JSON.Object.Member(name, try value()))
                if depth == 1, name == noted { place = beginning..<position }
                skipSpace()
                if next == UInt8(ascii: "}") { break }
                guard next == UInt8(ascii: ",") else { throw expected("“,” or “}”") }
                position += 1
            }
            position += 1
        }
        depth -= 1
        return .object(JSON.Object(unique: members))
    }

    private mutating func string() throws(Failure) -> String {
        var scanner = JSONStringScanner(bytes: bytes, position: position)
        let string = try scanner.string()
        position = scanner.position
        return string
    }

    private mutating func number() throws(Failure) -> JSON {
        var scanner = JSONNumberScanner(bytes: bytes, position: position)
        let number = try scanner.number()
        position = scanner.position
        return number
    }

    private func expected(_ what: String) -> Failure {
        .expected(what, at: position, in: bytes)
    }
}

/// Notices a name that stands twice: by comparing while there are few, by a set when there are many, so that an
/// object of a million names takes no longer than a million objects of one.
private struct SeenNames {
    private var many: Set<String> = []

    mutating func insert(_ name: String, after members: [JSON.Object.Member]) -> Bool {
        if members.count < 16 { return !members.contains { $0.name == name } }
        if many.isEmpty { many = Set(members.map(\.name)) }
        return many.insert(name).inserted
    }
}
