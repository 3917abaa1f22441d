/// The header fields of a message, in order. Names compare without regard to case, a name may occur
/// more than once.
///
/// All fields lie in one array of bytes, because a request's headers are copied for every request
/// and only a few of them are ever looked at: one allocation instead of two per field.
public struct Headers: Sendable, Equatable {
    /// For each field: the name's length (2 bytes), the value's length (4 bytes), the name, the value, each of these two
    /// ended by a zero byte for C. So no field takes less than 8 bytes.
    private var storage: [UInt8] = []

    fileprivate static let prefix = 6

    public init() {}

    public var isEmpty: Bool { storage.isEmpty }

    /// The first value of a field, or nil. Setting replaces every field of that name; nil removes them.
    public subscript(name: String) -> String? {
        get {
            for field in Fields(storage: storage) where matches(field, name) {
                return text(field.value)
            }
            return nil
        }
        set {
            remove(name)
            if let newValue {
                append(name, newValue)
            }
        }
    }

    /// Every value of a field, in the order of the message.
    public func values(of name: String) -> [String] {
        Fields(storage: storage).filter { matches($0, name) }.map { text($0.value) }
    }

    /// The values of a field whose syntax is a comma-separated list, joined to one such list
    /// (RFC 9110, section 5.3), or nil when the field is absent.
    public func list(of name: String) -> String? {
        var joined: String?
        for field in Fields(storage: storage) where matches(field, name) {
            joined = joined.map { $0 + ", " + text(field.value) } ?? text(field.value)
        }
        return joined
    }

    public func contains(_ name: String) -> Bool { count(of: name, atMost: 1) > 0 }

    /// How many fields have this name.
    func count(of name: String, atMost limit: Int = .max) -> Int {
        var name = name
        return name.withUTF8 { name in
            storage.withUnsafeBufferPointer { bytes in
                var count = 0
                var position = 0
                while position < bytes.count, count < limit {
                    let field = Field(in: bytes, at: position)
                    if Field.matches(bytes, field.name, name) { count += 1 }
                    position = field.end
                }
                return count
            }
        }
    }

    /// Whether every name consists of token characters and no value holds a control character, as
    /// RFC 9110, sections 5.1 and 5.5, demand.
    var areWellFormed: Bool {
        storage.withUnsafeBufferPointer { bytes in
            var position = 0
            while position < bytes.count {
                let field = Field(in: bytes, at: position)
                guard !field.name.isEmpty, bytes[field.name].allSatisfy(ASCII.isTokenCharacter),
                    bytes[field.value].allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 })
                else { return false }
                position = field.end
            }
            return true
        }
    }

    /// Adds a field after those that are there.
    public mutating func append(_ name: String, _ value: String) {
        var (name, value) = (name, value)
        name.withUTF8 { name in value.withUTF8 { append(name: name, value: $0) } }
    }

    /// Adds every field of `other`, replacing those that have the same name as one of them.
    public mutating func merge(_ other: Headers) {
        if other.isEmpty { return }
        if isEmpty {
            self = other
            return
        }
        let lengths = nameLengths
        for field in Fields(storage: other.storage) where lengths & 1 << (field.name.count & 63) != 0 {
            remove(other.text(field.name))
        }
        storage.append(contentsOf: other.storage)
    }

    /// A bit for each length that the names have, modulo 64: most fields of two messages are told apart by it.
    private var nameLengths: UInt64 {
        storage.withUnsafeBufferPointer { bytes in
            var (lengths, position) = (UInt64(0), 0)
            while position < bytes.count {
                let field = Field(in: bytes, at: position)
                lengths |= 1 << (field.name.count & 63)
                position = field.end
            }
            return lengths
        }
    }

    public mutating func remove(_ name: String) {
        guard contains(name) else { return }
        var kept = Headers()
        for field in Fields(storage: storage) where !matches(field, name) {
            kept.storage.append(contentsOf: storage[field.name.lowerBound - Self.prefix..<field.end])
        }
        self = kept
    }

    /// Makes room for fields of so many bytes in all, those that are there included, so that they are added without moving.
    public mutating func reserve(_ bytes: Int) {
        storage.reserveCapacity(bytes)
    }

    mutating func replace(_ name: String, _ value: String) {
        remove(name)
        append(name, value)
    }

    mutating func append(name: UnsafeBufferPointer<UInt8>, value: UnsafeBufferPointer<UInt8>) {
        precondition(name.count <= UInt16.max && value.count <= UInt32.max, "a header field of more than 4 GiB")
        let lengths = UInt64(name.count) | UInt64(value.count) << 16
        let size = Self.prefix + name.count + 1 + value.count + 1
        // Put together first, so that the array has to look for room only once.
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: size) { field in
            let bytes = UnsafeMutableRawBufferPointer(field)
            bytes.storeBytes(of: lengths.littleEndian, as: UInt64.self)
            UnsafeMutableRawBufferPointer(rebasing: bytes[Self.prefix...]).copyBytes(from: name)
            bytes[Self.prefix + name.count] = 0
            UnsafeMutableRawBufferPointer(rebasing: bytes[(Self.prefix + name.count + 1)...]).copyBytes(from: value)
            bytes[size - 1] = 0
            storage.append(contentsOf: field)
        }
    }

    /// Calls with every field's name and value as C has them, until one is answered false.
    /// - Returns: whether none was.
    func forEachCString(_ body: (_ name: UnsafePointer<CChar>, _ value: UnsafePointer<CChar>) -> Bool) -> Bool {
        storage.withUnsafeBufferPointer { bytes in
            // No field, no address.
            guard let base = UnsafeRawPointer(bytes.baseAddress)?.assumingMemoryBound(to: CChar.self) else {
                return true
            }
            var position = 0
            while position < bytes.count {
                let field = Field(in: bytes, at: position)
                guard body(base + field.name.lowerBound, base + field.value.lowerBound) else { return false }
                position = field.end
            }
            return true
        }
    }

    /// Bytes that are not UTF-8 are repaired: header values are octets to the protocol.
    private func text(_ range: Range<Int>) -> String {
        storage.withUnsafeBufferPointer { String(decoding: UnsafeBufferPointer(rebasing: $0[range]), as: UTF8.self) }
    }

    private func matches(_ field: Field, _ name: String) -> Bool {
        guard field.name.count == name.utf8.count else { return false }
        var name = name
        return name.withUTF8 { name in
            storage.withUnsafeBufferPointer { Field.matches($0, field.name, name) }
        }
    }
}

extension Headers: Sequence {
    public func makeIterator() -> AnyIterator<(name: String, value: String)> {
        var fields = Fields(storage: storage)
        return AnyIterator {
            fields.next().map { (name: text($0.name), value: text($0.value)) }
        }
    }
}

extension Headers: ExpressibleByDictionaryLiteral {
    public init(dictionaryLiteral elements: (String, String)...) {
        for (name, value) in elements {
            append(name, value)
        }
    }
}

/// Where one field's name and value lie in the storage.
private struct Field {
    let name: Range<Int>
    let value: Range<Int>

    /// Where the next one begins.
    var end: Int { value.upperBound + 1 }

    @inline(__always)
    init(in storage: UnsafeBufferPointer<UInt8>, at position: Int) {
        // Both lengths and, as no field is shorter, two bytes more.
        let lengths = UInt64(
            littleEndian: UnsafeRawBufferPointer(storage).loadUnaligned(fromByteOffset: position, as: UInt64.self))
        let nameCount = Int(lengths & 0xFFFF)
        let valueCount = Int(lengths >> 16 & 0xFFFF_FFFF)
        let start = position + Headers.prefix
        name = start..<start + nameCount
        value = name.upperBound + 1..<name.upperBound + 1 + valueCount
    }

    @inline(__always)
    static func matches(
        _ storage: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ name: UnsafeBufferPointer<UInt8>
    ) -> Bool {
        guard range.count == name.count else { return false }
        for index in name.indices
        where ASCII.lowercased(storage[range.lowerBound + index]) != ASCII.lowercased(name[index]) {
            return false
        }
        return true
    }
}

private struct Fields: Sequence, IteratorProtocol {
    let storage: [UInt8]
    var position = 0

    mutating func next() -> Field? {
        guard position < storage.count else { return nil }
        let field = storage.withUnsafeBufferPointer { Field(in: $0, at: position) }
        position = field.end
        return field
    }
}
