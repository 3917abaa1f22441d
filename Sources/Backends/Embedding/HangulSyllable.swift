/// Korean syllables, which Unicode composes of two or three letters by arithmetic (The Unicode Standard, 3.12).
enum HangulSyllable {
    private static let first: UInt32 = 0xAC00
    private static let vowels: UInt32 = 21
    private static let finals: UInt32 = 28

    /// The leading consonant, vowel and, where there is one, final consonant; `nil` for anything but a syllable.
    static func parts(of scalar: Unicode.Scalar) -> [Unicode.Scalar]? {
        guard (first...0xD7A3).contains(scalar.value) else { return nil }
        let index = scalar.value - first
        let final = index % finals
        let values = [
            0x1100 + index / (vowels * finals), 0x1161 + index % (vowels * finals) / finals,
            final > 0 ? 0x11A7 + final : 0,
        ]
        return values.filter { $0 > 0 }.compactMap(Unicode.Scalar.init)
    }
}
