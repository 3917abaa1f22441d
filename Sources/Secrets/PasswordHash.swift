internal import CSodium

/// Passwords as they may be kept: argon2id (RFC 9106) with a salt of their own, as libsodium writes them.
public enum PasswordHash {
    /// How much a guess costs whoever has stolen the hashes.
    public struct Cost: Sendable {
        let passes: UInt64
        let memory: Int

        /// Two passes over 64 MiB: some 100 ms of one core.
        public static let standard = Cost(passes: 2, memory: 64 << 20)
        /// As little as the algorithm allows, for tests.
        package static let least = Cost(passes: 1, memory: 8192)
    }

    /// The password hashed, with everything that checking it later needs; `nil` when there is not enough memory. Takes as
    /// long as the cost says: not to be called on a thread that answers requests.
    public static func make(_ password: String, cost: Cost = .standard) -> String? {
        precondition(SecureRandom.isReady, "the kernel gives no random numbers")
        var text = [CChar](repeating: 0, count: Int(crypto_pwhash_strbytes()))
        let bytes = Array(password.utf8).map { CChar(bitPattern: $0) }
        guard
            crypto_pwhash_str_alg(
                &text, bytes, UInt64(bytes.count), cost.passes, cost.memory, crypto_pwhash_alg_argon2id13()) == 0
        else { return nil }
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Whether a hash is that of a password. Takes as long as making it did.
    public static func matches(_ hash: String, _ password: String) -> Bool {
        let bytes = Array(password.utf8).map { CChar(bitPattern: $0) }
        return crypto_pwhash_str_verify(hash, bytes, UInt64(bytes.count)) == 0
    }
}
