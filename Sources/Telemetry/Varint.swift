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
        private var rest: ArraySlice<UInt8>

        init(_ bytes: ArraySlice<UInt8>) {
            rest = bytes
        }

        var isAtEnd: Bool { rest.isEmpty }

        mutating func next() throws(HistogramCodingError) -> UInt64 {
            var number: UInt64 = 0
            var shift: UInt64 = 0
            while let byte = rest.popFirst() {
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
