import HTTP
import JSON
import Roadmap
import Testing

@testable import Site

@Suite("Forms") struct FormsTests {
    private let test: TestSite

    init() throws { test = try TestSite() }

    private func isDone() async throws -> Bool? {
        try await test.get("/api/v1" + TestSite.first).json["done"]?.boolValue
    }

    @Test("a tick comes back to where it was sent from, says what it did, and can be undone there")
    func tick() async throws {
        let answer = try await test.post(
            TestSite.first + "/complete", "return=/roadmap/month/1%23m1w1", ["Cookie": "beast-name=Ada"])
        #expect(answer.status == .seeOther)
        let location = try #require(answer.headers["Location"])
        #expect(location == "/roadmap/month/1?said=2#m1w1")
        let page = try await test.get("/roadmap/month/1?said=2").text
        #expect(page.contains("Completed: Fix failed request tracking") && page.contains("action=\"/activity/2/undo\""))
        let undone = try await test.post("/activity/2/undo", "return=/roadmap/month/1")
        #expect(undone.headers["Location"] == "/roadmap/month/1?said=3")
        #expect(try await isDone() == false)
        #expect(try await test.get("/roadmap/month/1?said=3").text.contains("Reopened: Fix failed request tracking"))
    }

    @Test("who ticks second is told who was first")
    func second() async throws {
        _ = try await test.post(TestSite.first + "/complete", "", ["Cookie": "beast-name=Ada"])
        let answer = try await test.post(TestSite.first + "/complete", "return=/", ["Cookie": "beast-name=Bob"])
        #expect(answer.headers["Location"] == "/?said=m1w1-fix-failed-request-tracking")
        let page = try await test.get("/?said=m1w1-fix-failed-request-tracking").text
        #expect(page.contains("Ada completed “Fix failed request tracking” just now. It stays as it was."))
    }

    @Test("unticking is refused for a page that is out of date")
    func reopen() async throws {
        _ = try await test.post(TestSite.first + "/complete")
        let stale = try await test.post(TestSite.first + "/reopen", "version=0")
        #expect(stale.status == .preconditionFailed && stale.text.contains("has changed since you looked"))
        #expect(try await isDone() == true)
        #expect(try await test.post(TestSite.first + "/reopen", "version=1").status == .seeOther)
        #expect(try await isDone() == false)
    }

    @Test(
        "a task or a change that is not there is refused",
        arguments: ["/tasks/m9w9-none/complete", "/activity/99/undo", "/activity/x/undo"])
    func unknown(path: String) async throws {
        #expect(try await test.post(path).status == .notFound)
    }

    @Test("a reading is recorded in the name of the browser, at the time in the reporting zone")
    func reading() async throws {
        let test = try TestSite(zone: "Europe/Berlin")
        let answer = try await test.post(
            "/targets/cacheHitRate/readings", "value=62%2C4+%25&at=2026-01-09T09:30&note=ok",
            ["Cookie": "beast-name=Ada"])
        #expect(answer.status == .seeOther)
        #expect(answer.headers["Location"]?.hasPrefix("/targets/cacheHitRate?said=") == true)
        let reading = try await test.get("/api/v1/metrics/cacheHitRate").json["readings"]?[0]
        #expect(reading?["value"] == 62.4 && reading?["at"] == "2026-01-09T08:30:00.000Z")
        #expect(reading?["by"] == "Ada" && reading?["source"] == "manual" && reading?["note"] == "ok")
    }

    @Test(
        "a form that is wrong comes back with what was typed and what is wrong with it",
        arguments: [
            (
                "/targets/cacheHitRate/readings", "value=much&note=%22keep%22", "“much” is not a number.",
                "&quot;keep&quot;"
            ),
            ("/targets/cacheHitRate/readings", "value=&note=keep", "A value is missing.", "value=\"keep\""),
            (
                "/targets/cacheHitRate/readings", "value=101&note=keep", "is a percentage and cannot be 101",
                "value=\"keep\""
            ),
            ("/targets/latency/readings", "value=10,000", "can be read in two ways", "value=\"10,000\""),
            (
                "/targets/cacheHitRate/readings", "value=5&at=2027-01-01T00:00", "cannot lie in the future",
                "value=\"5\""
            ),
            ("/targets/cacheHitRate/readings", "value=5&at=tomorrow", "is not a date and time", "value=\"5\""),
            ("/dogfood", "kind=bug&made=beast&note=keep", "Choose what was made.", "value=\"keep\""),
            ("/dogfood", "kind=test&made=magic&note=keep", "Choose how it was made.", "value=\"keep\""),
            ("/you", "name=+", "Give a name of 1 to 80 characters.", "<form"),
        ])
    func wrong(path: String, form: String, message: String, kept: String) async throws {
        let answer = try await test.post(path, form)
        #expect(answer.status == .unprocessableContent)
        #expect(answer.text.contains(message) && answer.text.contains(kept), "\(answer.text)")
        #expect(try await test.get("/api/v1/metrics/cacheHitRate").json["readings"]?.arrayValue?.count == 0)
        #expect(try await test.get("/api/v1/dogfood").json["kinds"]?[1]?["byHand"] == 0)
    }

    @Test("an orphan is mapped by its form, and its form says why not")
    func orphans() async throws {
        _ = try await test.post(TestSite.first + "/complete")
        try test.folder.write(
            TestSite.plan.replacing("Fix failed request tracking", with: "Repair tracking"), to: "roadmap/PLAN.md")
        #expect(try await test.get("/roadmap").text.contains("1 task with history is no longer in the documents."))
        #expect(try await test.get("/roadmap/orphans").text.contains("<option value=\"m1w1-repair-tracking\""))
        let path = "/roadmap/orphans/m1w1-fix-failed-request-tracking"
        let wrong = try await test.post(path, "target=nothing")
        #expect(wrong.status == .unprocessableContent && wrong.text.contains("Choose the task that carries it on."))
        let done = try await test.post(path, "target=m1w1-repair-tracking")
        #expect(done.status == .seeOther && done.headers["Location"] == "/roadmap/month/1#m1w1-repair-tracking")
        #expect(try await test.get("/api/v1/tasks/m1w1-repair-tracking").json["done"] == true)
        #expect(try await test.post(path, "target=m1w2-build-the-dashboard").status == .notFound)
    }

    @Test("a name is kept in a cookie that pages then know")
    func rename() async throws {
        let answer = try await test.post("/you", "name=++Ada+%C3%9C%3B+%22L%22++")
        #expect(answer.status == .seeOther && answer.headers["Location"] == "/activity")
        let cookie = try #require(answer.headers["Set-Cookie"])
        #expect(cookie.hasPrefix("beast-name=Ada%20%C3%9C%3B%20%22L%22; Path=/;"))
        #expect(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"))
        let page = try await test.get("/activity", ["Cookie": String(cookie.prefix { $0 != ";" })])
        #expect(page.text.contains("value=\"Ada Ü; &quot;L&quot;\""))
    }

    @Test("a form in another encoding or of broken escapes is refused, and shows no page made of it")
    func broken() async throws {
        #expect(try await test.post(TestSite.first + "/complete", "return=%ZZ").status == .badRequest)
        let plain = try await test.send(
            .post, "/dogfood", ["Content-Type": "text/plain"], body: Array("kind=test".utf8))
        #expect(plain.status == .unsupportedMediaType)
        let bytes = try await test.send(
            .post, "/dogfood", ["Content-Type": "application/x-www-form-urlencoded"], body: [0x6B, 0x3D, 0xFF])
        #expect(bytes.status == .badRequest)
        #expect(try await isDone() == false)
    }
}
