import Secrets

/// The SHA-256 of a secret, as a key to look it up by.
struct SecretKey: Hashable, Sendable {
    private let words: (UInt64, UInt64, UInt64, UInt64)

    init(of secret: some StringProtocol) { words = Digest.sha256Words(of: secret) }

    /// - Parameter kept: as `SecretText.kept` spells it; nil for anything else.
    init?(kept: String) {
        let digits = Array(kept.utf8)
        guard digits.count == 64 else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: 64, by: 2) {
            guard let byte = UInt8(String(decoding: digits[index..<index + 2], as: UTF8.self), radix: 16) else {
                return nil
            }
            bytes.append(byte)
        }
        self.init(bytes)
    }

    private init(_ bytes: [UInt8]) {
        words = bytes.withUnsafeBytes { bytes in
            func word(_ index: Int) -> UInt64 { bytes.loadUnaligned(fromByteOffset: index * 8, as: UInt64.self) }
            return (word(0), word(1), word(2), word(3))
        }
    }

    static func == (first: SecretKey, second: SecretKey) -> Bool { first.words == second.words }

    func hash(into hasher: inout Hasher) { hasher.combine(words.0) }
}
