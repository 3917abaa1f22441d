import Testing

@testable import Secrets

@Suite("Secrets")
struct SecretsTests {
    @Test("SHA-256 is that of FIPS 180-4")
    func digest() {
        #expect(
            Digest.sha256([]).hexadecimal == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        #expect(
            Digest.sha256(Array("abc".utf8)).hexadecimal
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }

    @Test("a check tells apart where one part ends and the next begins")
    func check() {
        #expect(Digest.check([1, 2], [3]) != Digest.check([1], [2, 3]))
        #expect(Digest.check([1, 2], [3]) == Digest.check([1, 2], [3]))
        #expect(Digest.check([]).count == 16)
    }

    @Test("a keyed digest depends on all of the secret and of what it is of")
    func keyed() {
        let (secret, other) = ([UInt8](repeating: 1, count: 32), [UInt8](repeating: 1, count: 31) + [2])
        let digest = Digest.keyed(Array("key".utf8), secret: secret)
        #expect(digest.count == 16 && digest == Digest.keyed(Array("key".utf8), secret: secret))
        #expect(digest != Digest.keyed(Array("key".utf8), secret: other))
        #expect(digest != Digest.keyed(Array("kez".utf8), secret: secret))
        #expect([0, 10, 255].hexadecimal == "000aff")
    }

    @Test("random numbers stay below their bound and differ")
    func random() {
        #expect(SecureRandom.bytes(32) != SecureRandom.bytes(32))
        #expect(SecureRandom.bytes(0).isEmpty)
        let numbers = (0..<1_000).map { _ in SecureRandom.below(3) }
        #expect(numbers.allSatisfy { (0..<3).contains($0) })
        #expect(Set(numbers).count > 990)
        #expect(SecureRandom.below(0) == 0)
    }

    @Test("a password is matched by its hash and by no other, and two hashes of it differ")
    func passwords() throws {
        let hash = try #require(PasswordHash.make("correct horse", cost: .least))
        #expect(hash.hasPrefix("$argon2id$"))
        #expect(PasswordHash.matches(hash, "correct horse"))
        for wrong in ["correct horse ", "Correct horse", "", "correct"] { #expect(!PasswordHash.matches(hash, wrong)) }
        #expect(try #require(PasswordHash.make("correct horse", cost: .least)) != hash)
        #expect(!PasswordHash.matches("no hash at all", "correct horse"))
        #expect(!PasswordHash.matches("", ""))
    }

    @Test("a secret is of letters and digits, and what is kept of it does not show it")
    func secretTexts() {
        let secret = SecretText.random(43)
        #expect(secret.utf8.count == 43 && secret.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) })
        #expect(SecretText.random(43) != secret)
        #expect(SecretText.kept("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(SecretText.areEqual("secret", "secret"))
        #expect(!SecretText.areEqual("secret", "secreT"))
        #expect(!SecretText.areEqual("secret", "secrets"))
    }
}
