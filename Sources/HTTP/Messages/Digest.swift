/// A 128-bit hash that tells contents apart. It is fast (16 bytes a step), the same in every run, and
/// not made to withstand someone who constructs collisions.
///
/// Each step folds the 128-bit product of two words into one of two lanes; the lanes see the words
/// under different constants and in different order.
struct Digest: CustomStringConvertible {
    private var first: UInt64 = 0x9E37_79B9_7F4A_7C15
    private var second: UInt64 = 0xC2B2_AE3D_27D4_EB4F

    init(of bytes: UnsafeRawBufferPointer) {
        var offset = 0
        while offset + 16 <= bytes.count {
            absorb(
                bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self),
                bytes.loadUnaligned(fromByteOffset: offset + 8, as: UInt64.self))
            offset += 16
        }
        var tail: (UInt64, UInt64) = (0, 0)
        withUnsafeMutableBytes(of: &tail) { $0.copyBytes(from: bytes[offset...]) }
        absorb(tail.0, tail.1)
        absorb(UInt64(bytes.count), 0x1656_67B1_9E37_79F9)
    }

    private mutating func absorb(_ low: UInt64, _ high: UInt64) {
        first = Self.fold(first ^ low, high ^ 0xA076_1D64_78BD_642F) &+ second
        second = Self.fold(second ^ high ^ 0xE703_7ED1_A0B4_28DB, low ^ 0x8EBC_6AF0_9C88_C6E3) ^ first
    }

    private static func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let product = left.multipliedFullWidth(by: right)
        return product.high ^ product.low
    }

    /// 32 hexadecimal digits.
    var description: String {
        [first, second].map { lane in
            let digits = String(lane, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }
}
