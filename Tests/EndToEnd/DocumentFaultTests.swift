import Foundation
import Testing

@Suite("Documents that make no plan")
struct DocumentFaultTests {
    private static let plan = "roadmap/ML_LLM_12_MONTH_ROADMAP.md"
    private static let task = "- [ ] Fix failed request tracking\n"

    /// One mistake in one document, and what is to be said of it.
    struct Mistake: CustomTestStringConvertible {
        let name: String
        let file: String
        let old: String
        let new: String
        /// A line of the mended document after which the mistake stands, and how many lines further.
        let message: String
        var testDescription: String { name }
    }

    static let mistakes = [
        Mistake(
            name: "a task twice in one week", file: plan, old: task,
            new: task + "- [ ] fix failed  request tracking.\n",
            message: "stands twice, first in ML_LLM_12_MONTH_ROADMAP.md:"),
        Mistake(
            name: "a month that is none", file: plan, old: "### Month 1: Fix & Monitor",
            new: "### Month 13: Fix & Monitor",
            message: "There is no month 13"),
        Mistake(
            name: "a week that is none", file: plan, old: "#### Week 1: Request tracking",
            new: "#### Week 5: Request tracking",
            message: "There is no week 5"),
        Mistake(
            name: "a month twice", file: plan, old: "### Month 2: Cost Optimization",
            new: "### Month 1: Cost Optimization",
            message: "Month 1 stands twice"),
        Mistake(
            name: "a start that is no day", file: plan, old: "start: 2026-01-01", new: "start: 2026-02-30",
            message: "“2026-02-30” is not a day"),
        Mistake(
            name: "a target that is no number", file: "roadmap/TARGETS.md", old: "| cacheHitRate | % | up | 15 | 40 |",
            new: "| cacheHitRate | % | up | 15 | forty |", message: "“forty” is not a number"),
        Mistake(
            name: "a direction that is none", file: "roadmap/TARGETS.md", old: "| cacheHitRate | % | up | 15 |",
            new: "| cacheHitRate | % | sideways | 15 |", message: "has to say up or down"),
        Mistake(
            name: "a column that is none", file: "roadmap/TARGETS.md", old: "| M1 | M3 |", new: "| M1 | M13 |",
            message: "“M13” is not a column"),
        Mistake(
            name: "a metric twice", file: "roadmap/TARGETS.md", old: "| semanticHitRate | % | up | 0 |",
            new: "| cacheHitRate | % | up | 0 |", message: "The metric cacheHitRate stands twice"),
    ]

    @Test(
        "a mistake is named with file and line, the last good plan stays, and mending it heals the next request",
        arguments: mistakes)
    func mistake(_ mistake: Mistake) throws {
        let place = try Workplace()
        let good = try place.read(mistake.file)
        try #require(good.contains(mistake.old))
        let server = try place.serve()
        #expect(try server.get("/api/v1/status").json["problems"] as? [String] == [])
        let tasks = try server.get("/api/v1/tasks").body

        let bad = good.replacing(mistake.old, with: mistake.new, maxReplacements: 1)
        try place.write(bad, to: mistake.file)
        let goodLines = good.split(separator: "\n", omittingEmptySubsequences: false)
        let badLines = bad.split(separator: "\n", omittingEmptySubsequences: false)
        let line = 1 + (zip(goodLines, badLines).enumerated().first { $1.0 != $1.1 }?.offset ?? -1)
        let check = try place.beast("check")
        let name = mistake.file.split(separator: "/").last ?? ""
        #expect(check.code == 1)
        #expect(check.output.contains("\(mistake.file):\(line): "), "\(check.output)")
        #expect(check.output.contains(mistake.message), "\(check.output)")

        for page in ["/", "/roadmap", "/roadmap/month/1", "/targets", "/docs/TARGETS"] {
            let answer = try server.get(page)
            #expect(answer.status == 200, "\(page)")
            #expect(answer.text.contains("<code>\(name):\(line)</code>"), "\(page) does not name the place")
            #expect(answer.text.contains("the last good plan"))
        }
        #expect(try server.get("/api/v1/tasks").body == tasks)
        let problems = try server.get("/api/v1/status").json["problems"] as? [[String: Any]]
        #expect(problems?.first?["line"] as? Int == line)
        #expect(try server.send("PUT", "/api/v1/tasks/m1w1-fix-failed-request-tracking/completion").status == 200)

        try place.write(good, to: mistake.file)
        #expect(try !server.get("/").text.contains("the last good plan"))
        #expect(try server.get("/api/v1/tasks?done=true").text.contains("Fix failed request tracking"))
        #expect(try place.beast("check").code == 0)
        #expect(try place.query("SELECT COUNT(*) FROM scope_change WHERE added = 0") == "0\n")
    }

    @Test("text that is not UTF-8 is named with its line")
    func invalidText() throws {
        let place = try Workplace()
        let good = try Data(contentsOf: URL(filePath: place.path(Self.plan)))
        let server = try place.serve()
        try place.write(Data("one\ntwo\nthree \u{E9}".utf8.dropLast()), to: "roadmap/LATIN.md")
        let check = try place.beast("check")
        #expect(
            check.code == 1 && check.output.contains("roadmap/LATIN.md:3: The text is not valid UTF-8"),
            "\(check.output)")
        #expect(try server.get("/").text.contains("LATIN.md:3"))
        try FileManager.default.removeItem(atPath: place.path("roadmap/LATIN.md"))
        #expect(try !server.get("/").text.contains("LATIN.md"))
        #expect(try Data(contentsOf: URL(filePath: place.path(Self.plan))) == good)
    }

    @Test(
        "a folder that is missing or empty is refused by commands, and served with what to do",
        arguments: [true, false])
    func noDocuments(isMissing: Bool) throws {
        let place = try Workplace()
        try FileManager.default.moveItem(atPath: place.roadmap, toPath: place.path("elsewhere"))
        if !isMissing {
            try FileManager.default.createDirectory(atPath: place.roadmap, withIntermediateDirectories: true)
        }
        for words in [["check"], ["status"], ["complete", "1", "1", "Fix failed request tracking"], ["report"]] {
            let outcome = try Child([Workplace.program] + words, in: place.folder, environment: [:]).finish()
            #expect(outcome.code == 1, "\(words)")
            #expect((outcome.output + outcome.messages).contains("--roadmap DIR"), "\(words): \(outcome.messages)")
        }
        let server = try place.serve()
        let page = try server.get("/")
        #expect(page.status == 200 && page.text.contains("There is no Markdown file here"), "\(page.status)")
        // As soon as the documents are there, so is the plan.
        if !isMissing {
            for name in try place.names(in: "elsewhere") {
                try FileManager.default.moveItem(
                    atPath: place.path("elsewhere/" + name), toPath: place.path("roadmap/" + name))
            }
        } else {
            try FileManager.default.moveItem(atPath: place.path("elsewhere"), toPath: place.roadmap)
        }
        #expect(try server.get("/roadmap").text.contains("Fix &amp; Monitor"))
        #expect(try !server.get("/").text.contains("There is no Markdown file here"))
    }

    @Test("the same title in two weeks is two tasks")
    func sameTitle() throws {
        let place = try Workplace()
        let text = try place.read(Self.plan)
        let heading = "#### Week 2: Dashboard and error tips\n\n"
        try #require(text.contains(heading))
        try place.write(text.replacing(heading, with: heading + Self.task), to: Self.plan)
        let server = try place.serve()
        #expect(try place.beast("complete", "1", "2", "Fix failed request tracking").code == 0)
        let done = try server.get("/api/v1/tasks?done=true").json["tasks"] as? [[String: Any]]
        #expect(done?.map { $0["id"] as? String } == ["m1w2-fix-failed-request-tracking"])
        #expect(try place.beast("complete", "1", "1", "Fix failed request tracking").code == 0)
        #expect(try place.beast("reopen", "1", "2", "Fix failed request tracking").code == 0)
        let other = try server.get("/api/v1/tasks?done=true").json["tasks"] as? [[String: Any]]
        #expect(other?.map { $0["id"] as? String } == ["m1w1-fix-failed-request-tracking"])
    }

    @Test("a task that leaves the documents keeps its history and can be given to its new title")
    func orphan() throws {
        let place = try Workplace()
        let text = try place.read(Self.plan)
        let server = try place.serve()
        #expect(try place.beast("complete", "1", "1", "Fix failed request tracking", "--by", "Ada").code == 0)
        try place.write(text.replacing(Self.task, with: "- [ ] Repair the tracking\n"), to: Self.plan)
        #expect(try server.get("/roadmap/orphans").text.contains("Fix failed request tracking"))
        let mapped = try server.send(
            "POST", "/roadmap/orphans/m1w1-fix-failed-request-tracking",
            ["Content-Type": "application/x-www-form-urlencoded"], "target=m1w1-repair-the-tracking")
        #expect(mapped.status == 303, "\(mapped.status) \(mapped.text)")
        let task = try server.get("/api/v1/tasks/m1w1-repair-the-tracking").json
        #expect(task["done"] as? Bool == true && task["completedBy"] as? String == "Ada")
    }
}
