/// Eight bytes at a time past what needs no attention in a string: everything but quotes, backslashes and control
/// characters.
enum PlainRun {
    /// - Parameter mask: is or-ed with the bytes that were passed.
    /// - Returns: an index from which on to look byte by byte: at most seven plain bytes before the next one that is not.
    static func skip(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int, mask: inout UInt8) -> Int {
        let raw = UnsafeRawBufferPointer(bytes)
        var index = start
        var combined: UInt64 = 0
        while index + 8 <= raw.count {
            let word = raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            if mayHoldSpecial(word) { break }
            combined |= word
            index += 8
        }
        if combined & highBits != 0 { mask |= 0x80 }
        return index
    }

    /// As `skip`, but stops before bytes that are not ASCII too.
    static func skipASCII(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        let raw = UnsafeRawBufferPointer(bytes)
        var index = start
        while index + 8 <= raw.count {
            let word = raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            if mayHoldSpecial(word) || word & highBits != 0 { break }
            index += 8
        }
        return index
    }

    private static let highBits: UInt64 = 0x8080_8080_8080_8080
    private static let ones: UInt64 = 0x0101_0101_0101_0101

    /// Subtracting from a byte sets its high bit when it was smaller. A borrow may cry wolf for the byte above, never
    /// stay silent.
    @inline(__always)
    private static func mayHoldSpecial(_ word: UInt64) -> Bool {
        let control = word &- ones &* 0x20
        let quote = (word ^ ones &* 0x22) &- ones
        let backslash = (word ^ ones &* 0x5C) &- ones
        return (control | quote | backslash) & ~word & highBits != 0
    }
}
