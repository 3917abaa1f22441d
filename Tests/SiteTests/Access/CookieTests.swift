import HTTP
import Testing

@testable import Site

@Suite("Cookies and bearers")
struct CookieTests {
    @Test(
        "a cookie is found among others and no other is taken for it",
        arguments: [
            ("beast-session=a", "a"), ("x=1; beast-session=a; y=2", "a"), ("x=1;beast-session=a", "a"),
            ("xbeast-session=b", nil), ("beast-sessions=b", nil), ("beast-session", nil), ("", nil),
            ("beast-session=a; beast-session=b", "a"), ("beast-session=", ""), ("x=beast-session=b", nil),
        ])
    func cookie(header: String, value: String?) throws {
        #expect(try Request(.get, "/", headers: ["Cookie": header]).cookie("beast-session").map(String.init) == value)
    }

    @Test(
        "only a bearer's authorization is a bearer",
        arguments: [
            ("Bearer abc", "abc"), ("bearer abc", "abc"), ("Basic abc", nil), ("Bearer", nil), ("", nil), ("abc", nil),
        ])
    func bearer(header: String, value: String?) throws {
        #expect(try Request(.get, "/", headers: ["Authorization": header]).bearer.map(String.init) == value)
    }

    @Test(
        "a session is called by its browser and system",
        arguments: [
            (
                "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36",
                "Chrome on Linux"
            ),
            ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/141.0.0.0 Safari/537.36 Edg/141.0", "Edge on Windows"),
            ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari on iPhone"),
            ("Mozilla/5.0 (Android 15; Mobile; rv:143.0) Gecko/143.0 Firefox/143.0", "Firefox on Android"),
            ("curl/8.5.0", "curl/8.5.0"), ("", "A program that gives no name"),
        ])
    func browserName(agent: String, name: String) { #expect(BrowserName(of: agent).text == name) }
}
