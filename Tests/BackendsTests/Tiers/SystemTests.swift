import Engine
import Testing

@testable import Backends

@Suite("What the machine gives")
struct SystemTests {
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
