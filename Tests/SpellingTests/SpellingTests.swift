import Testing

@testable import Spelling

@Suite struct SpellingTests {
    @Test("equal texts are no edits apart, whatever their case")
    func caseIsIgnored() {
        #expect(Spelling.distance("Task", "tASK") == 0)
        #expect(Spelling.distance("", "") == 0)
        #expect(Spelling.distance("", "abc") == 3)
        #expect(Spelling.distance("abc", "") == 3)
    }

    @Test("each kind of edit costs one", arguments: ["port", "prt", "potr", "pxrt", "poort"])
    func edits(_ text: String) {
        #expect(Spelling.distance(text, "port") == (text == "port" ? 0 : 1))
    }

    @Test("a classic: kitten and sitting are three edits apart")
    func kitten() {
        #expect(Spelling.distance("kitten", "sitting") == 3)
    }

    @Test("an accent is the same letter, composed or not, and an emoji is one letter")
    func unicode() {
        #expect(Spelling.distance("caf\u{E9}", "cafe\u{301}") == 0)
        #expect(Spelling.distance("a👩‍👩‍👧b", "ab") == 1)
        #expect(Spelling.distance("ÄRGER", "ärger") == 0)
    }

    @Test("the nearest key comes first and far ones are not named")
    func keys() {
        let keys = ["time_zone", "data", "roadmap", "host", "port"]
        #expect(Spelling.closest(to: "timezone", among: keys) == ["time_zone"])
        #expect(Spelling.closest(to: "prot", among: keys).first == "port")
        #expect(Spelling.closest(to: "database_url", among: keys) == [])
        #expect(Spelling.closest(to: "", among: keys) == [])
        #expect(Spelling.closest(to: "port", among: keys, limit: 0) == [])
    }

    @Test("a part of a title finds the whole title")
    func titles() {
        let titles = ["Add latency histograms", "Fix failed request tracking", "Write the month-1 guide"]
        #expect(Spelling.closest(to: "failed tracking", among: titles) == ["Fix failed request tracking"])
        #expect(Spelling.closest(to: "Fix faild request trakcing", among: titles) == ["Fix failed request tracking"])
        #expect(Spelling.closest(to: "a", among: titles) == [])
    }

    @Test("no more names than asked for, ties in the order given")
    func ties() {
        #expect(Spelling.closest(to: "cat", among: ["bat", "rat", "hat"], limit: 2) == ["bat", "rat"])
    }
}
