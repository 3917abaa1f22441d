import Glibc

/// Texts one after the other in a slot, written or read.
struct SlotText {
    private let base: UnsafeMutableRawPointer
    private let end: Int
    private var offset: Int

    init(_ base: UnsafeMutableRawPointer, from start: Int, to end: Int) {
        self.base = base
        self.end = end
        offset = start
    }

    /// Writes as much of a text as may be, whole characters of UTF-8.
    /// - Returns: how many bytes.
    mutating func write(_ text: String, atMost limit: Int) -> UInt8 {
        let room = min(limit, end - offset, 255)
        var text = text
        let count = text.withUTF8 { bytes in
            var count = bytes.count
            if count > room {
                count = room
                // A byte 10xxxxxx goes on with the character before it.
                while count > 0, bytes[count] & 0xC0 == 0x80 { count -= 1 }
            }
            if let start = bytes.baseAddress { memcpy(base + offset, start, count) }
            return count
        }
        offset += count
        return UInt8(count)
    }

    /// - Returns: `nil` when it would go beyond the slot, or is not UTF-8.
    mutating func read(_ count: UInt8) -> String? {
        guard offset + Int(count) <= end else { return nil }
        defer { offset += Int(count) }
        return String(validating: UnsafeRawBufferPointer(start: base + offset, count: Int(count)), as: UTF8.self)
    }

    /// Fills up to a multiple of 8 with zeros, for the checksum, which reads whole words.
    mutating func pad() -> Int {
        while offset & 7 != 0 {
            base.storeBytes(of: 0, toByteOffset: offset, as: UInt8.self)
            offset += 1
        }
        return offset
    }
}
