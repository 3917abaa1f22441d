internal import CSodium

/// Hashes of libsodium.
public enum Digest {
    /// SHA-256 (FIPS 180-4): 32 bytes.
    public static func sha256(_ bytes: [UInt8]) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: Int(crypto_hash_sha256_bytes()))
        // Only other functions of the library can fail; this one always returns 0.
        _ = crypto_hash_sha256(&digest, bytes, UInt64(bytes.count))
        return digest
    }

    /// The same of a text, as four words to compare and look up by; it takes no memory of its own.
    public static func sha256Words(of text: some StringProtocol) -> (UInt64, UInt64, UInt64, UInt64) {
        var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        withUnsafeMutablePointer(to: &words) { words in
            func hash(_ bytes: UnsafeBufferPointer<UInt8>) {
                words.withMemoryRebound(to: UInt8.self, capacity: 32) { digest in
                    _ = crypto_hash_sha256(digest, bytes.baseAddress, UInt64(bytes.count))
                }
            }
            // Text that does not lie in one piece is copied.
            if text.utf8.withContiguousStorageIfAvailable(hash) == nil {
                Array(text.utf8).withUnsafeBufferPointer(hash)
            }
        }
        return words
    }

    /// BLAKE2b (RFC 7693) of 16 bytes with a key: nobody can tell what it is of, or try, without the secret.
    /// - Parameter secret: 16 to 64 bytes.
    public static func keyed(_ bytes: [UInt8], secret: [UInt8]) -> [UInt8] {
        precondition((16...64).contains(secret.count), "a secret of \(secret.count) bytes")
        var digest = [UInt8](repeating: 0, count: 16)
        // Fails only for sizes out of its range.
        _ = crypto_generichash(&digest, digest.count, bytes, UInt64(bytes.count), secret, secret.count)
        return digest
    }

    /// HMAC-SHA256 (RFC 2104, FIPS 198-1): 32 bytes by which whoever has the key knows who sent something.
    public static func hmacSHA256(_ bytes: [UInt8], key: [UInt8]) -> [UInt8] {
        var state = crypto_auth_hmacsha256_state()
        var digest = [UInt8](repeating: 0, count: Int(crypto_auth_hmacsha256_bytes()))
        // None of the three can fail.
        _ = crypto_auth_hmacsha256_init(&state, key, key.count)
        _ = crypto_auth_hmacsha256_update(&state, bytes, UInt64(bytes.count))
        _ = crypto_auth_hmacsha256_final(&state, &digest)
        return digest
    }

    /// BLAKE2b (RFC 7693) of 16 bytes over several parts, about three times as fast as SHA-256: to notice damage.
    public static func check(_ parts: [UInt8]...) -> [UInt8] {
        var whole: [UInt8] = []
        whole.reserveCapacity(parts.reduce(0) { $0 + $1.count + 8 })
        for part in parts {
            // The length first, so that a byte cannot move from one part to the next unnoticed.
            withUnsafeBytes(of: UInt64(part.count).littleEndian) { whole.append(contentsOf: $0) }
            whole += part
        }
        var digest = [UInt8](repeating: 0, count: 16)
        // Fails only for sizes out of its range, which 16 is not.
        _ = crypto_generichash(&digest, digest.count, whole, UInt64(whole.count), nil, 0)
        return digest
    }
}
