import Roadmap
import Testing

@testable import Access

@Suite("Slowing guesses down")
struct ThrottleTests {
    private let now = Instant(seconds: 1_800_000_000)

    private func throttle(_ keys: [SignInThrottle.Key], wrong: Int) -> SignInThrottle {
        var throttle = SignInThrottle()
        for _ in 0..<wrong { throttle.noteWrong(keys, at: now) }
        return throttle
    }

    @Test(
        "five wrong passwords from one place are free, then the wait doubles up to a quarter of an hour",
        arguments: [(5, 0), (6, 1), (7, 2), (8, 4), (12, 64), (40, 900), (100_000, 900)])
    func doubling(wrong: Int, seconds: Int) {
        let keys = [SignInThrottle.Key.place(name: "mia", address: "192.0.2.1")]
        #expect(throttle(keys, wrong: wrong).wait(keys, at: now) == seconds)
    }

    @Test("guesses from many addresses make nobody else wait for more than half a minute")
    func spread() {
        var throttle = SignInThrottle()
        for index in 0..<1_000 {
            throttle.noteWrong(SignInThrottle.keys(name: "mia", address: "192.0.2.\(index)", device: nil), at: now)
        }
        let elsewhere = SignInThrottle.keys(name: "Mia", address: "198.51.100.1", device: nil)
        #expect(throttle.wait(elsewhere, at: now) == 30)
        #expect(throttle.wait(elsewhere, at: now.adding(seconds: 30)) == 0)
        #expect(throttle.wait(SignInThrottle.keys(name: "ada", address: "198.51.100.1", device: nil), at: now) == 0)
        #expect(throttle.wait(SignInThrottle.keys(name: "mia", address: "192.0.2.1", device: "known"), at: now) == 0)
    }

    @Test("one address that tries many names is slowed down for all of them")
    func sprayed() {
        var throttle = SignInThrottle()
        for index in 0..<60 {
            throttle.noteWrong(SignInThrottle.keys(name: "name\(index)", address: "192.0.2.1", device: nil), at: now)
        }
        #expect(throttle.wait(SignInThrottle.keys(name: "fresh", address: "192.0.2.1", device: nil), at: now) > 60)
        #expect(throttle.wait(SignInThrottle.keys(name: "fresh", address: "192.0.2.2", device: nil), at: now) == 0)
    }

    @Test("a right password forgets the wrong ones, and so does an hour")
    func forgetting() {
        let keys = SignInThrottle.keys(name: "mia", address: "192.0.2.1", device: nil)
        var throttle = throttle(keys, wrong: 8)
        throttle.noteRight(keys)
        #expect(throttle.wait(keys, at: now) == 0)
        throttle = self.throttle(keys, wrong: 40)
        throttle.noteWrong(keys, at: now.adding(seconds: 3_601))
        #expect(throttle.wait(keys, at: now.adding(seconds: 3_601)) == 0)
    }

    @Test("a clock that is set back makes nobody wait longer, and a flood of names takes bounded memory")
    func odd() {
        let keys = [SignInThrottle.Key.place(name: "mia", address: "192.0.2.1")]
        #expect(throttle(keys, wrong: 6).wait(keys, at: now.adding(seconds: -86_400)) <= 1)
        var throttle = SignInThrottle()
        for index in 0..<50_000 { throttle.noteWrong([.name("\(index)")], at: now.adding(milliseconds: Int64(index))) }
        #expect(throttle.size <= 20_001)
    }
}
