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
}
