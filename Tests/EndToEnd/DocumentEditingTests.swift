import Dispatch
import Foundation
import Synchronization
import Testing

@Suite("Documents edited while they are read", .serialized)
struct DocumentEditingTests {
    private static let plan = "roadmap/ML_LLM_12_MONTH_ROADMAP.md"
    private static let task = "- [ ] Fix failed request tracking\n"

    @Test("eight readers see the old plan or the new one, never half of one")
    func concurrentEdits() throws {
        let place = try Workplace()
        let text = try place.read(Self.plan)
        let more = text.replacing(Self.task, with: Self.task + "- [ ] One more\n- [ ] And another\n")
        let server = try place.serve()
        let isOver = Mutex(false)
        let seen = Mutex<[String: Int]>([:])
        let group = DispatchGroup()
        for _ in 0..<8 {
            group.enter()
            Thread.detachNewThread {
                defer { group.leave() }
                do {
                    let client = try server.connect()
                    repeat {
                        let answer = try client.send("GET", "/roadmap/month/1")
                        let body = answer.text
                        let marks = ["Fix failed request tracking", "One more", "And another", "Retrain the ML model"]
                        let found = marks.map { body.contains($0) ? "1" : "0" }.joined()
                        let kind = "\(answer.status) \(found)" + (body.contains("the last good plan") ? " bad" : "")
                        seen.withLock { $0[kind, default: 0] += 1 }
                    } while !isOver.withLock { $0 }
                } catch {
                    Issue.record(error)
                }
            }
        }
        let edits = 40
        for turn in 0..<edits {
            // By turns as editors save: moved into place, and written in place. The latter by a program of its own, as
            // children of other tests share this one's open files for a moment and a file counts as closed when all are.
            try place.write(turn % 2 == 0 ? more : text, to: turn % 4 < 2 ? Self.plan : "next")
            if turn % 4 >= 2 { #expect(try place.run("cp", "next", Self.plan).code == 0) }
            let answer = try server.get("/roadmap/month/1")
            #expect(answer.status == 200)
            #expect(
                answer.text.contains("One more") == (turn % 2 == 0), "turn \(turn)")
        }
        isOver.withLock { $0 = true }
        group.wait()
        #expect(Set(seen.withLock { $0 }.keys).isSubset(of: ["200 1111", "200 1001"]), "\(seen.withLock { $0 })")
        #expect(try place.query("SELECT COUNT(*) FROM task WHERE in_plan = 1") == "211\n")
        // Each edit is one revision: no reader has put an older plan back in the meantime.
        #expect(try place.query("SELECT COUNT(*) FROM plan_revision") == "\(1 + edits)\n")
    }

    @Test("a document of a megabyte and two hundred more are read")
    func large() throws {
        let place = try Workplace()
        let paragraph = "A long document, with *emphasis*, `code` and a [link](TARGETS.md#months).\n\n"
        try place.write(
            "# Long\n\n" + String(repeating: paragraph, count: 1_048_576 / paragraph.utf8.count), to: "roadmap/LONG.md")
        for number in 0..<200 {
            try place.write("# Note \(number)\n\nText zebra\(number).\n", to: "roadmap/NOTE\(number).md")
        }
        #expect(try place.beast("check").code == 0)
        let server = try place.serve()
        let long = try server.get("/docs/LONG")
        #expect(long.status == 200 && long.body.count > 1_000_000)
        #expect(try server.get("/docs").text.contains("Note 199"))
        #expect(try server.get("/search?q=zebra150").text.contains("/docs/NOTE150"))
    }
}
