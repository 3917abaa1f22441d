import HTTP
import Roadmap
import Testing

@testable import Site

@Suite("Small parts of pages") struct PartsTests {
    private static let hostile = [
        "https://evil.example/", "//evil.example", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)", "",
        "evil", "/a\r\nSet-Cookie: x=y", "/a b", "/\t/evil.example", "/\u{1}", "/\u{7F}", "/é", " /", "?q", "#top",
    ]

    @Test("a form comes back to a path of this site, whatever it says", arguments: hostile)
    func foreign(target: String) {
        #expect(ReturnPath(target, otherwise: "/roadmap#x").saying(.change(7)) == "/roadmap?said=7#x")
    }

    @Test("the way back keeps its path and fragment and carries what was done")
    func wayBack() {
        #expect(ReturnPath("/roadmap/month/1#a", otherwise: "/").saying(.change(7)) == "/roadmap/month/1?said=7#a")
        #expect(ReturnPath("/?said=1&q=2#a", otherwise: "/x").saying(.unchanged(TaskID("m1w1-a"))) == "/?said=m1w1-a#a")
        #expect(ReturnPath(nil, otherwise: "/activity").saying(.change(1)) == "/activity?said=1")
    }

    @Test(
        "the address of a page cannot make it say what never happened",
        arguments: ["99", "-1", "m1w1-none", "Hello", "", "1e3"])
    func notices(said: String) async throws {
        let test = try TestSite()
        let answer = try await test.get("/?said=\(said)")
        #expect(answer.status == .ok && !answer.text.contains("<div class=\"notice"))
    }

    @Test("a notice is made from the change itself")
    func notice() async throws {
        let test = try TestSite()
        _ = try await test.json(.post, "/api/v1/metrics/modelR2", "-0.5")
        let page = try await test.get("/targets/modelR2?said=2").text
        #expect(page.contains("Recorded: Model r2, −0.5") && page.contains("action=\"/activity/2/undo\""))
        _ = try await test.post("/activity/2/undo")
        #expect(!(try await test.get("/targets/modelR2?said=2").text).contains("action=\"/activity/2/undo\""))
        let open = try await test.get("/?said=m1w1-fix-failed-request-tracking").text
        #expect(open.contains("was open again before you. It stays as it was."))
    }

    @Test(
        "the viewer's name comes from the cookie, and from that one alone",
        arguments: [
            ("beast-name=Ada", "Ada"), ("a=b; beast-name=Ada%20L; c=d", "Ada L"), ("x-beast-name=Eve", "browser"),
            ("beast-name=", "browser"), ("beast-name=%ZZ", "browser"), ("beast-name=%FF", "browser"), ("", "browser"),
            ("beast-name=\(String(repeating: "a", count: 200))", String(repeating: "a", count: 80)),
        ])
    func viewer(cookie: String, name: String) throws {
        #expect(Viewer(try Request(.get, "/", headers: ["Cookie": cookie])).name == name)
    }

    @Test("without a cookie the viewer is a browser")
    func noCookie() throws {
        #expect(Viewer(try Request(.get, "/")).name == "browser")
    }
}
