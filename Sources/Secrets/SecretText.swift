/// Secrets that are given to people and programs, and what is kept of them.
public enum SecretText {
    /// Letters and digits of a random choice; 43 of them hold 256 bits.
    public static func random(_ count: Int) -> String {
        let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)
        var generator = SecureRandom.Generator()
        return String(
            decoding: (0..<count).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &generator)] },
            as: UTF8.self)
    }

    /// What is kept of a long random secret: its SHA-256 in hexadecimal. Whoever reads it cannot show the secret.
    public static func kept(_ secret: String) -> String { Digest.sha256(Array(secret.utf8)).hexadecimal }

    /// Whether two texts are the same. How long the answer takes tells nothing but whether their lengths are.
    public static func areEqual(_ first: String, _ second: String) -> Bool {
        let (first, second) = (Array(first.utf8), Array(second.utf8))
        guard first.count == second.count else { return false }
        return zip(first, second).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
