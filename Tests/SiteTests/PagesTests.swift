import HTTP
import Roadmap
import Testing

@testable import Site

@Suite("Pages") struct PagesTests {
    private let test: TestSite

    init() throws { test = try TestSite() }

    private func fill() async throws {
        _ = try await test.post(TestSite.first + "/complete", "", ["Cookie": "beast-name=Ada%20%3Cb%3E"])
        _ = try await test.post("/targets/cacheHitRate/readings", "value=12&note=%3Ci%3Enote%3C/i%3E")
        _ = try await test.post("/dogfood", "kind=test&made=hand&note=by+hand")
    }

    @Test(
        "every page answers and shows what it is for",
        arguments: [
            ("/", "Month 1, Fix &amp; Monitor, week 2"), ("/roadmap", "<h1>Month 1 of 2: 1 of 4 tasks done, 1 overdue"),
            ("/roadmap/month/1", "<h1>Month 1: Fix &amp; Monitor</h1>"), ("/roadmap/orphans", "No orphaned tasks"),
            ("/targets", "1 metric behind"), ("/targets?sort=-now", "aria-sort=\"descending\""),
            ("/targets/cacheHitRate", "12 % against 22 % expected by today"),
            ("/dogfood", "goals met"), ("/reports", "href=\"/reports/2026-W02\""),
            ("/reports/2026-W02", "1 task done, 1 due and left open"), ("/docs", "href=\"/docs/GUIDE\""),
            ("/docs/PLAN", "<h1>The plan</h1>"), ("/search?q=dashboard", "<mark>dashboard</mark>"),
            ("/activity", "Fix failed request tracking"), ("/activity?kind=reading", "Cache hit rate"),
        ])
    func pages(path: String, piece: String) async throws {
        try await fill()
        let answer = try await test.get(path)
        #expect(answer.status == .ok)
        #expect(answer.headers["Content-Type"] == "text/html; charset=utf-8")
        #expect(answer.text.contains(piece), "\(path) lacks \(piece)")
        #expect(answer.text.hasPrefix("<!doctype html>") && answer.text.contains("</html>"))
        let head = try await test.send(.head, path)
        #expect(head.status == .ok && head.body.isEmpty && head.headers["ETag"] == answer.headers["ETag"])
    }

    @Test("no page has anything inline, and none loads from elsewhere")
    func policy() async throws {
        try await fill()
        await test.engine.ask("anything")
        for path in [
            "/", "/roadmap", "/roadmap/month/1", "/targets", "/targets/cacheHitRate", "/dogfood", "/reports/2026-W02",
            "/reports/2026-W02.html", "/docs/GUIDE", "/search?q=x", "/activity", "/monitoring",
            "/monitoring/requests", "/monitoring/requests/r", "/monitoring/models/custom:a",
        ] {
            let text = try await test.get(path).text
            for forbidden in [
                " style=\"", "<style", " onclick", " onload", "<script>", "src=\"http", "href=\"javascript",
            ] {
                #expect(!text.contains(forbidden), "\(path) contains \(forbidden)")
            }
        }
    }

    @Test("titles, names and notes are text, whatever they hold")
    func escaping() async throws {
        try await fill()
        let month = try await test.get("/roadmap/month/1").text
        #expect(month.contains("Ada &lt;b&gt;") && !month.contains("Ada <b>"))
        #expect(month.contains("Quote &quot;it&quot;, keep a&lt;b &amp; ship 🚀"))
        let target = try await test.get("/targets/cacheHitRate").text
        #expect(target.contains("&lt;i&gt;note&lt;/i&gt;") && !target.contains("<i>note"))
        let guide = try await test.get("/docs/GUIDE").text
        #expect(!guide.contains("<script>alert") && guide.contains("&lt;script&gt;"))
        let search = try await test.get("/search?q=%3Cscript%3Ealert(1)%3C/script%3E").text
        #expect(!search.contains("<script>alert") && search.contains("&lt;<mark>script</mark>&gt;"))
        #expect(!(try await test.get("/nothing%3Cscript%3E").text).contains("<script>"))
    }

    @Test("links between documents become links between pages")
    func links() async throws {
        #expect(try await test.get("/docs/GUIDE").text.contains("href=\"/docs/PLAN\""))
        #expect(try await test.get("/roadmap/month/1").text.contains("href=\"/docs/GUIDE#second-part\""))
        #expect(
            Links.documentPage(for: "./A%20B.md#x") == "/docs/A%20B#x"
                || Links.documentPage(for: "./A B.md") == "/docs/A%20B")
        for elsewhere in ["https://a.md", "../up.md", "sub/a.md", "a.png", "#here"] {
            #expect(Links.documentPage(for: elsewhere) == nil)
        }
    }

    @Test("a task shows as done in its document, whatever its box says there")
    func boxes() async throws {
        #expect(!(try await test.get("/docs/PLAN").text).contains("checked"))
        try await fill()
        #expect(try await test.get("/docs/PLAN").text.contains("checked"))
    }

    @Test(
        "what is not there is a page of its own that says what to do",
        arguments: [
            ("/roadmap/month/13", 404, "The plan has months 1 to 2."),
            ("/roadmap/month/x", 404, "There is no month x."),
            ("/targets/cacheHitRat", 404, "Did you mean “cacheHitRate”?"), ("/docs/NONE", 404, "There is no document"),
            ("/reports/2026-W54", 400, "that year has 53 weeks"), ("/reports/2025-W53", 400, "that year has 52 weeks"),
            ("/reports/2026-W03", 422, "Week 2026-W03 has not begun."), ("/reports/soon", 400, "such as 2026-W03"),
            ("/reports/2026-W02.pdf", 400, "is not an ISO week"), ("/reports?before=x", 400, "is not an ISO week"),
            ("/nowhere", 404, "<h1"), ("/activity/1/undo", 405, "<h1"),
        ])
    func refusals(path: String, status: Int, piece: String) async throws {
        let answer = try await test.get(path)
        #expect(answer.status.rawValue == status)
        #expect(answer.text.contains(piece), "\(answer.text)")
        #expect(answer.headers["Content-Type"] == "text/html; charset=utf-8")
    }

    @Test("documents that make no plan are named on every page, and the last good plan is shown")
    func problems() async throws {
        try test.folder.write(TestSite.plan + "\n- [ ] Track costs in real time\n", to: "roadmap/PLAN.md")
        let text = try await test.get("/").text
        #expect(text.contains("<code>PLAN.md:26</code>") && text.contains("stands twice"))
        #expect(try await test.get("/roadmap/month/2").text.contains("Track costs in real time"))
        #expect(try await test.get("/docs/PLAN").text.contains("no longer parses as a plan"))
        try test.folder.write(TestSite.plan, to: "roadmap/PLAN.md")
        #expect(!(try await test.get("/").text).contains("stands twice"))
    }

    @Test("without any plan every page still answers")
    func noPlan() async throws {
        let test = try TestSite(plan: "# Nothing yet")
        for path in [
            "/", "/roadmap", "/roadmap/orphans", "/targets", "/dogfood", "/reports", "/docs", "/activity",
            "/search?q=x",
        ] {
            #expect(try await test.get(path).status == .ok, "\(path)")
        }
        #expect(try await test.get("/roadmap/month/1").status == .notFound)
        #expect(try await test.get("/readyz").status == .ok)
    }

    @Test("an activity page leads to the older ones until there are none")
    func paging() async throws {
        for _ in 0..<55 { _ = try await test.post("/dogfood", "kind=doc&made=beast") }
        let first = try await test.get("/activity?kind=dogfood").text
        let older = try #require(
            first.split(separator: "href=\"").first { $0.contains("before=") }?.prefix { $0 != "\"" })
        let second = try await test.get(String(older).replacing("&amp;", with: "&")).text
        #expect(
            first.split(separator: "id=\"change-").count == 51 && second.split(separator: "id=\"change-").count == 6)
        #expect(!second.contains("before="))
    }

    @Test("files for browsers are served, and nothing above them")
    func files() async throws {
        let css = try await test.get(test.site.assets.css)
        #expect(css.status == .ok && css.headers["Content-Type"] == "text/css; charset=utf-8")
        #expect(css.headers["Cache-Control"]?.contains("immutable") == true)
        #expect(try await test.get("/Package.swift").status == .notFound)
    }
}
