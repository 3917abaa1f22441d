/// The contents of a time zone file: TZif of version 2 or later, as RFC 9636 describes it.
///
/// Only the 64-bit data is used. After the last transition it lists, the POSIX rule in its footer holds for ever.
struct TimeZoneFile: Sendable, Hashable {
    /// What clocks show during some span of time.
    struct Local: Sendable, Hashable {
        /// Seconds ahead of UTC.
        let offset: Int
        let abbreviation: String
    }

    /// Local time and the second from which it no longer holds; `nil` when it holds for ever.
    struct Span {
        let local: Local
        let end: Int64?
    }

    private let transitions: [Int64]
    /// For each transition the index, in `locals`, of what holds from then on.
    private let indices: [UInt8]
    private let locals: [Local]
    private let footer: RecurringRule?

    static let utc = TimeZoneFile(
        transitions: [], indices: [], locals: [Local(offset: 0, abbreviation: "UTC")], footer: nil)

    /// What holds at this second since 1970.
    func span(at second: Int64) -> Span {
        var low = 0
        var high = transitions.count
        while low < high {
            let middle = (low + high) / 2
            if transitions[middle] <= second { low = middle + 1 } else { high = middle }
        }
        if low == transitions.count {
            if let footer { return footer.span(at: second) }
            return Span(local: locals[indices.last.map(Int.init) ?? 0], end: nil)
        }
        // Before the first transition the file's first local time holds (RFC 9636, section 3.2).
        return Span(local: locals[low == 0 ? 0 : Int(indices[low - 1])], end: transitions[low])
    }
}

extension TimeZoneFile {
    /// - Throws: the reason, as the end of the sentence "the file …".
    init(parsing bytes: [UInt8]) throws(Malformed) {
        var reader = Reader(bytes: bytes)
        let old = try Header(&reader)
        guard old.version >= 2 else { throw Malformed("is of version 1, which ends in 2037") }
        try reader.skip(old.length(timeSize: 4))
        let header = try Header(&reader)
        guard header.leapSeconds == 0 else { throw Malformed("counts leap seconds, which instants here do not") }

        var transitions: [Int64] = []
        transitions.reserveCapacity(header.transitions)
        for _ in 0..<header.transitions { transitions.append(try reader.integer(size: 8)) }
        for index in transitions.indices.dropFirst() where transitions[index] <= transitions[index - 1] {
            throw Malformed("lists its transitions out of order")
        }
        let indices = try reader.take(header.transitions)
        guard header.types > 0, indices.allSatisfy({ Int($0) < header.types }) else {
            throw Malformed("names a local time that it does not hold")
        }
        var types: [(offset: Int, name: Int)] = []
        for _ in 0..<header.types {
            let offset = Int(try reader.integer(size: 4))
            let bytes = try reader.take(2)
            types.append((offset, Int(bytes[bytes.startIndex + 1])))
        }
        let names = Array(try reader.take(header.nameBytes))
        try reader.skip(header.standardFlags + header.universalFlags)

        self.transitions = transitions
        self.indices = Array(indices)
        var locals: [Local] = []
        for type in types {
            guard abs(type.offset) <= 26 * 3600 else { throw Malformed("holds an offset of more than 26 hours") }
            guard type.name < names.count, let end = names[type.name...].firstIndex(of: 0) else {
                throw Malformed("names a local time without an abbreviation")
            }
            locals.append(
                Local(offset: type.offset, abbreviation: String(decoding: names[type.name..<end], as: UTF8.self)))
        }
        self.locals = locals
        footer = try reader.footer()
    }

    struct Malformed: Error {
        let reason: String

        init(_ reason: String) {
            self.reason = reason
        }
    }

    private struct Header {
        let version: Int
        let universalFlags: Int
        let standardFlags: Int
        let leapSeconds: Int
        let transitions: Int
        let types: Int
        let nameBytes: Int

        init(_ reader: inout Reader) throws(Malformed) {
            guard try reader.take(4).elementsEqual("TZif".utf8) else { throw Malformed("does not begin with TZif") }
            let version = try reader.integer(size: 1)
            self.version = version == 0 ? 1 : Int(version) - 0x30
            try reader.skip(15)
            universalFlags = try reader.count()
            standardFlags = try reader.count()
            leapSeconds = try reader.count()
            transitions = try reader.count()
            types = try reader.count()
            nameBytes = try reader.count()
        }

        func length(timeSize: Int) -> Int {
            transitions * (timeSize + 1) + types * 6 + nameBytes + leapSeconds * (timeSize + 4) + standardFlags
                + universalFlags
        }
    }

    private struct Reader {
        let bytes: [UInt8]
        var position = 0

        mutating func take(_ count: Int) throws(Malformed) -> ArraySlice<UInt8> {
            guard count <= bytes.count - position else { throw Malformed("ends too early") }
            defer { position += count }
            return bytes[position..<(position + count)]
        }

        mutating func skip(_ count: Int) throws(Malformed) {
            _ = try take(count)
        }

        /// A signed number, most significant byte first.
        mutating func integer(size: Int) throws(Malformed) -> Int64 {
            let taken = try take(size)
            var value: Int64 = taken.first.map { $0 >= 0x80 } == true ? -1 : 0
            for byte in taken { value = value << 8 | Int64(byte) }
            return value
        }

        /// How many of something follow: never more than the file has bytes.
        mutating func count() throws(Malformed) -> Int {
            let count = try integer(size: 4)
            guard (0...Int64(bytes.count)).contains(count) else { throw Malformed("ends too early") }
            return Int(count)
        }

        /// The line at the end; empty when nothing is known about the time after the last transition.
        mutating func footer() throws(Malformed) -> RecurringRule? {
            guard try take(1).first == 0x0A, let end = bytes[position...].firstIndex(of: 0x0A) else {
                throw Malformed("has no footer")
            }
            let text = String(decoding: bytes[position..<end], as: UTF8.self)
            if text.isEmpty { return nil }
            guard let rule = RecurringRule(posix: text) else { throw Malformed("ends with the unknown rule “\(text)”") }
            return rule
        }
    }
}
