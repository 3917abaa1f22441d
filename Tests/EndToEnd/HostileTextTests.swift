import Foundation
import Testing

@Suite("Text that could be taken for markup")
struct HostileTextTests {
    private static let titles = [
        #"Quote "both" 'kinds' of it"#, "Close <b>bold</b> & <script>alert(1)</script>", "Ship 🚀 über 100 %",
        "Break `\"><img src=x onerror=alert(1)>` out", "{{title}} and {{{html}}}",
    ]

    private static let document = """
        # Notes <script>alert("heading")</script>

        <script>alert("block")</script>

        Text <script>alert("inline")</script> <img src=x onerror=alert(1)> <svg onload=alert(1)>

        [one](javascript:alert(1)) [two](JaVaScRiPt:alert(1)) [three](data:text/html,<script>alert(1)</script>)
        [four](vbscript:x) <javascript:alert(1)> ![five](javascript:alert(1)) [six](&#106;avascript:alert(1))

        | <script>alert(2)</script> | [x](javascript:alert(2)) |
        |---|---|
        | ~~<script>alert(3)</script>~~ | `<script>` |

        - [ ] <script>alert(4)</script>

        ```html"><script>alert(5)</script>
        <script>alert(6)</script>
        ```
        """

    /// Every page, and whatever else a browser might show.
    private static let pages = [
        "/", "/roadmap", "/roadmap/month/1", "/roadmap/orphans", "/targets", "/targets/latency", "/dogfood", "/reports",
        "/docs", "/docs/NOTES", "/docs/ML_LLM_12_MONTH_ROADMAP", "/activity", "/search?q=script",
        "/search?q=%22%3E%3Cscript%3E",
        "/nothing/%3Cscript%3Ealert(1)%3C/script%3E",
    ]

    @Test("titles, documents, names and notes stay text on every page")
    func nothingEscapes() throws {
        let place = try Workplace()
        let plan = "roadmap/ML_LLM_12_MONTH_ROADMAP.md"
        let first = "- [ ] Fix failed request tracking\n"
        let text = try place.read(plan)
        try #require(text.contains(first))
        let items = Self.titles.map { title in "- [ ] " + title.replacing("<script>", with: "\\<script>") + "\n" }
        try place.write(text.replacing(first, with: first + items.joined()), to: plan)
        try place.write(Self.document, to: "roadmap/NOTES.md")
        #expect(try place.beast("check").code == 0)

        let server = try place.serve()
        let week = try server.get("/api/v1/tasks?month=1&week=1").json["tasks"] as? [[String: Any]] ?? []
        #expect(week.count == 5 + Self.titles.count)
        let evil = #""><script>alert("name")</script>"#
        for task in week {
            let body = try JSONSerialization.data(withJSONObject: ["by": evil])
            let answer = try server.connect().send(
                "PUT", "/api/v1/tasks/\(task["id"] ?? "")/completion", ["Content-Type": "application/json"],
                Array(body))
            #expect(answer.status == 200, "\(task["title"] ?? "")")
        }
        #expect(try place.beast("metric", "latency", "200", "--note", evil, "--by", evil).code == 0)
        #expect(try place.beast("dogfood", "doc", "--note", evil, "--author", evil).code == 0)
        let report = try place.beast("report")
        let name = try #require(try JSONSerialization.jsonObject(with: Data(report.bytes)) as? [String: Any])["week"]
        let weekly = "/reports/\(name ?? "")"

        for page in Self.pages + [weekly, weekly + ".html"] {
            let answer = try server.get(page, ["Cookie": "you=%22%3E%3Cscript%3Ealert(9)%3C%2Fscript%3E"])
            expectHarmless(answer.text, page)
        }
        let month = try server.get("/roadmap/month/1").text
        #expect(month.contains("Ship 🚀 über 100 %"))
        #expect(month.contains("{{title}} and {{{html}}}"))
        #expect(month.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
    }

    private func expectHarmless(_ html: String, _ page: String) {
        let scripts = html.matches(of: /<\s*script[^>]*>/.ignoresCase()).map { String($0.output) }
        #expect(
            scripts.allSatisfy { $0.wholeMatch(of: /<script src="\/beast\.js\?v=[0-9a-f]+" defer>/) != nil },
            "\(page): \(scripts)")
        for tag in html.matches(of: /<[a-zA-Z][^>]*>/) {
            let text = String(tag.output).lowercased()
            #expect(text.replacing(/"[^"]*"/, with: "").firstMatch(of: /\s(on[a-z]+)\s*=/) == nil, "\(page): \(text)")
            #expect(
                text.firstMatch(of: /(href|src|action)\s*=\s*["']?\s*(javascript|vbscript|data):/) == nil,
                "\(page): \(text)")
        }
    }
}
