import Foundation
import HTTP
import Roadmap
import Testing

@testable import Engine
@testable import Site

@Suite("Alerts page") struct AlertsPageTests {
    private let test: TestSite

    init() throws { test = try TestSite() }

    /// Fires an alert: the upstream fails until its circuit opens.
    private func fire() async throws -> String {
        test.engine.upstream.trouble.withLock { $0 = .connectionRefused }
        for number in 0..<10 { await test.engine.ask("question \(number)") }
        test.engine.alerts.look(at: test.engine.monitor.snapshot(), targets: [:])
        await test.engine.alerts.keep()
        return try #require(test.engine.alerts.standing.firing.first).alert.id
    }

    @Test("with nothing wrong it says so, lists what is watched and how to be told")
    func quiet() async throws {
        let page = try await test.get("/monitoring/alerts").text
        #expect(page.contains("<h1>No alerts</h1>") && page.contains("Nothing has fired yet."))
        #expect(page.contains("error rate above 5 % in the last minute, until 2 %"))
        #expect(page.contains("url_env: ALERTS_WEBHOOK"))
    }

    @Test("what fires is shown with its reason and tip, and in the page's own words once it is acknowledged")
    func acknowledge() async throws {
        let id = try await fire()
        let page = try await test.get("/monitoring/alerts").text
        #expect(page.contains("<span class=\"state bad\">Firing</span> <b>Circuit (custom:a)</b>"))
        #expect(page.contains("custom:a fails, and requests are kept from it.") && page.contains("Verify the endpoint"))

        let path = "/monitoring/alerts/\(id)/acknowledge"
        let answer = try await test.post(
            path, "return=/monitoring/alerts%23alert-\(id)", ["Cookie": "beast-name=Ada"])
        #expect(answer.status == .seeOther && answer.headers["Location"] == "/monitoring/alerts#alert-\(id)")
        #expect(try await test.get("/monitoring/alerts").text.contains("Acknowledged by Ada"))
        _ = try await test.post(path, "undo=1")
        #expect(!(try await test.get("/monitoring/alerts").text.contains("Acknowledged by Ada")))
    }

    @Test("the monitoring page shows it beneath the verdict, and its forms come back there")
    func onMonitoring() async throws {
        #expect(try await test.get("/monitoring").text.contains("No alert is firing."))
        let id = try await fire()
        let page = try await test.get("/monitoring").text
        #expect(page.contains("<b>Circuit (custom:a)</b>"))
        #expect(page.contains("value=\"/monitoring#alert-\(id)\"") && page.contains("href=\"/monitoring/alerts\""))
    }

    @Test("a silence can be chosen and ended", arguments: [1, 8, 24])
    func silence(hours: Int) async throws {
        let id = try await fire()
        let path = "/monitoring/alerts/\(id)/silence"
        #expect(try await test.post(path, "hours=\(hours)", ["Cookie": "beast-name=Ada"]).status == .seeOther)
        let until = try #require(test.engine.alerts.standing.silences.first).until
        #expect(until == test.engine.clock.milliseconds + Int64(hours) * 3_600_000)
        let page = try await test.get("/monitoring/alerts").text
        #expect(
            page.contains("Silenced by Ada until ") && page.contains("<span class=\"state attention\">Silenced</span>"))
        _ = try await test.post(path, "hours=0")
        #expect(test.engine.alerts.standing.silences.isEmpty)
    }

    @Test("other silences, other alerts and forms of other sites are refused")
    func refused() async throws {
        let id = try await fire()
        #expect(try await test.post("/monitoring/alerts/\(id)/silence", "hours=2").status == .unprocessableContent)
        #expect(try await test.post("/monitoring/alerts/\(id)/silence").status == .unprocessableContent)
        #expect(try await test.post("/monitoring/alerts/none/acknowledge").status == .notFound)
        let foreign = try await test.send(
            .post, "/monitoring/alerts/\(id)/acknowledge",
            ["Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "cross-site"])
        #expect(foreign.status == .forbidden)
        #expect(test.engine.alerts.standing.firing.first?.alert.acknowledgement == nil)
    }

    @Test("the activity shows when it began and ended, once each")
    func activity() async throws {
        for _ in 0..<2 {
            try await test.tracker.perform(
                RecordAlert(
                    "abc", hasEnded: false, title: "Circuit (custom:a)", detail: "It fails.", at: test.tracker.now))
        }
        try await test.tracker.perform(
            RecordAlert("abc", hasEnded: true, title: "Circuit (custom:a)", detail: "It answers.", at: test.tracker.now)
        )
        let page = try await test.get("/activity?kind=alert").text
        #expect(page.components(separatedBy: "<b>engine</b> raised").count == 2)
        #expect(page.contains("<a href=\"/monitoring/alerts#alert-abc\">alert Circuit (custom:a)</a>"))
        #expect(page.contains("<b>engine</b> ended"))
        #expect(try await test.post("/activity/1/undo").status == .unprocessableContent)
    }

    @Test("a webhook shows its host and what went wrong, never its address")
    func hooks() async throws {
        let hook = AlertStanding.Hook(
            hook: AlertHook(key: "k", label: "chat.example"), waiting: 2, lastDelivered: nil,
            lastFailure: "chat.example answered 500.", failed: 1)
        let page = try test.tracker.read { progress in
            let standing = AlertStanding(firing: [], past: [], silences: [], hooks: [hook], problem: nil, rules: [])
            return AlertsPage.Model(
                standing, progress,
                layout: Layout(
                    title: "", assets: test.site.assets, navigation: [], searchText: "", notice: nil,
                    planProblems: nil, viewer: Viewer(try Request(.get, "/")), here: "/", asksForSignIn: false,
                    today: "", timeZone: ""))
        }
        let text = test.site.templates.alerts.render(page).markup
        #expect(text.contains("chat.example answered 500. 1 message given up. 2 messages waiting."))
        #expect(text.contains("<span class=\"state bad\">Failing</span>"))
    }
}
