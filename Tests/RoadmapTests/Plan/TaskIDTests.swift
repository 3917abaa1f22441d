import Testing

@testable import Roadmap

@Suite("The spelling of a task's name") struct TaskIDTests {
    private func id(_ title: String, month: Int = 1, week: Int = 1) -> String {
        TaskID(month: month, week: week, title: title).text
    }

    @Test("month, week and title make a name that can stand in an address")
    func plain() {
        #expect(id("Fix failed request tracking") == "m1w1-fix-failed-request-tracking")
        #expect(id("Fix failed request tracking", month: 12, week: 4) == "m12w4-fix-failed-request-tracking")
        #expect(TaskID(id("Fix it")) == TaskID(month: 1, week: 1, title: "Fix it"))
    }

    @Test(
        "case, spacing and ordinary punctuation make no difference",
        arguments: [
            "fix failed request tracking", "FIX  Failed—Request: tracking!", "“Fix failed” (request) tracking.",
            " Fix failed\trequest_tracking ", "Fix 'failed', request/tracking?",
        ])
    func folded(title: String) {
        #expect(id(title) == "m1w1-fix-failed-request-tracking")
    }

    @Test("per cent and ampersand are spelled out")
    func spelledOut() {
        #expect(id("Reach 40% hits") == "m1w1-reach-40-percent-hits")
        #expect(id("Reach 40 % hits") == id("Reach 40% hits"))
        #expect(id("R&D") == "m1w1-r-and-d")
        #expect(id("R & D") == id("R&D"))
        #expect(id("%") == "m1w1-percent")
    }

    @Test("titles that differ in other signs keep different names")
    func otherSigns() {
        let titles = ["C", "C++", "C+", "C#", "R", "R²", "Ship it 🚀", "Ship it 🎉", "Ship it", "日本", "中国", "é", "e"]
        #expect(Set(titles.map { id($0) }).count == titles.count)
        for title in titles { #expect(id(title).utf8.allSatisfy { $0 < 0x80 && $0 != 0x20 && $0 != 0x2F }) }
        #expect(id("C") == "m1w1-c")
        #expect(id("C++").hasPrefix("m1w1-c-") && id("C++").count == "m1w1-c-".count + 8)
    }

    @Test("other signs fold case and spacing like everything else")
    func otherSignsFolded() {
        #expect(id("Learn C++ well") == id("LEARN  c++, well"))
        #expect(id("Éclair") == id("éclair"))
    }

    @Test("long titles that differ only at their end keep different names, in whatever case they are typed")
    func longTitles() {
        let long = String(repeating: "a very long title ", count: 20)
        #expect(id(long + "one") != id(long + "two"))
        #expect(id(long + "one").utf8.count < 100)
        #expect(id((long + "one").uppercased()) == id(long + "one"))
    }

    @Test("a title of nothing but punctuation has a name too")
    func empty() {
        #expect(id("!!!").hasPrefix("m1w1-") && id("!!!").count == 13)
        #expect(id("🚀") != id("🎉"))
    }
}
