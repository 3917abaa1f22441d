import Engine
import Testing

@testable import Backends

@Suite("What the machine gives")
struct SystemTests {
    @Test("SHA-256 is that of FIPS 180-4")
    func digest() {
        func hexadecimal(_ bytes: [UInt8]) -> String {
            bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        }
        #expect(
            hexadecimal(Digest.sha256([])) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        #expect(
            hexadecimal(Digest.sha256(Array("abc".utf8)))
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

    @Test("the clock goes on, and knows the century")
    func clock() {
        let clock = SystemClock()
        let first = clock.nanoseconds
        #expect(clock.nanoseconds >= first)
        #expect(clock.milliseconds > 1_767_225_600_000)
    }
}

@Suite("An answer as bytes")
struct AnswerCodingTests {
    @Test("reads as it was written", arguments: ["", "Hello", String(repeating: "ü", count: 100_000)])
    func roundTrip(text: String) {
        let answer = Answers.answer(text, question: text, at: 5)
        #expect(AnswerCoding.answer(AnswerCoding.bytes(of: answer, for: Answers.key(1)), for: Answers.key(1)) == answer)
    }

    @Test("is not taken for that of another request, nor for what it is not")
    func garbage() {
        let bytes = AnswerCoding.bytes(of: Answers.answer(at: 5), for: Answers.key(1))
        #expect(AnswerCoding.answer(bytes, for: Answers.key(2)) == nil)
        for count in 0..<bytes.count {
            #expect(AnswerCoding.answer(Array(bytes.prefix(count)), for: Answers.key(1)) == nil)
        }
        for index in bytes.indices {
            var damaged = bytes
            damaged[index] ^= 1
            #expect(AnswerCoding.answer(damaged, for: Answers.key(1)) == nil)
        }
    }
}
