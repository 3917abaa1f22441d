import HTTP
import Roadmap
import Testing

@testable import Site

@Suite("Pages that are kept") struct PageCacheTests {
    private let test: TestSite

    init() throws { test = try TestSite() }

    /// The very content that a page is answered with, to be compared by identity.
    private func content(_ target: String = "/roadmap", host: String = "localhost", cookie: String? = nil) async throws
        -> Content
    {
        var headers: Headers = ["Host": host]
        headers["Cookie"] = cookie
        let handler = try test.site.makeHandler()
        guard case .now(let response) = try handler(try Request(.get, target, headers: headers)) else {
            preconditionFailure("a page was answered later")
        }
        return try #require(response.content)
    }

    @Test("the same content is answered until something changes, and a browser is told so")
    func kept() async throws {
        let first = try await content()
        #expect(try await content() === first)
        test.clock.set("2026-01-09T12:00:59Z")
        #expect(try await content() === first)
        let answer = try await test.get("/roadmap", ["If-None-Match": first.etag])
        #expect(answer.status == .notModified && answer.body.isEmpty)
    }

    @Test("a write makes every page anew, by this program or another")
    func writes() async throws {
        let before = try await content()
        _ = try await test.post(TestSite.first + "/complete")
        let after = try await content()
        #expect(after !== before && after.etag != before.etag)
        let other = try test.another()
        let task = try other.plan.task(month: 1, week: 2, title: "Build the dashboard")
        try await other.perform(
            CompleteTask(task, by: Author("Bob", by: .commandLine), at: test.clock.now, calendar: other.calendar))
        #expect(try await content().etag != after.etag)
        other.close()
    }

    @Test("so does a changed document")
    func documents() async throws {
        let before = try await content()
        try test.folder.write(TestSite.plan.replacing("Fix & Monitor", with: "Mend & Watch"), to: "roadmap/PLAN.md")
        let after = try await content()
        #expect(after !== before && String(decoding: after.bytes, as: UTF8.self).contains("Mend &amp; Watch"))
    }

    @Test("so does the next minute, because pages say how long ago something was")
    func minutes() async throws {
        _ = try await test.post(TestSite.first + "/complete")
        let before = try await content("/roadmap/month/1")
        test.clock.set("2026-01-09T12:01:00Z")
        let after = try await content("/roadmap/month/1")
        #expect(after !== before && String(decoding: after.bytes, as: UTF8.self).contains("1 min ago"))
    }

    @Test("addresses, hosts and viewers have pages of their own")
    func keys() async throws {
        let first = try await content("/activity")
        #expect(try await content("/activity?kind=task") !== first)
        #expect(try await content("/activity", host: "127.0.0.1") !== first)
        #expect(try await content("/activity", cookie: "beast-name=Ada") !== first)
        #expect(try await content("/activity", cookie: "other=1") === first)
    }

    @Test("what failed is not kept")
    func failures() async throws {
        #expect(try await test.get("/roadmap/month/3").status == .notFound)
        try test.folder.write(
            TestSite.plan + "\n\n### Month 3: New\n\n#### Week 1: A\n\n- [ ] B\n", to: "roadmap/PLAN.md")
        #expect(try await test.get("/roadmap/month/3").status == .ok)
    }

    @Test("a cache that is full starts over and stays right")
    func full() async throws {
        let first = try await content()
        for number in 0..<600 { _ = try await content("/roadmap?x=\(number)") }
        #expect(try await content().etag == first.etag)
    }
}
