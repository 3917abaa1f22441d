/// Numbers of seven bits to a byte, the lowest first, the high bit set on all but the last byte.
enum Varint {
    static func append(_ number: UInt64, to bytes: inout [UInt8]) {
        var rest = number
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    struct Reader {
        // Read by position: taking bytes off a slice costs several times as much.
        private let bytes: ArraySlice<UInt8>
        private var position: Int

        init(_ bytes: ArraySlice<UInt8>) {
            self.bytes = bytes
            position = bytes.startIndex
        }

        var isAtEnd: Bool { position == bytes.endIndex }

        mutating func next() throws(HistogramCodingError) -> UInt64 {
            var number: UInt64 = 0
            var shift: UInt64 = 0
            while position < bytes.endIndex {
                let byte = bytes[position]
                position += 1
                guard shift < 63 || byte <= 1 else { throw HistogramCodingError("a number is too large") }
                number |= UInt64(byte & 0x7F) << shift
                guard byte >= 0x80 else {
                    // A number has one spelling, so that equal histograms have equal bytes.
                    guard byte > 0 || shift == 0 else { throw HistogramCodingError("a number ends in nothing") }
                    return number
                }
                shift += 7
            }
            throw HistogramCodingError("they end too soon")
        }
    }
}
