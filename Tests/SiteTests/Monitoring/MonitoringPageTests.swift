import Engine
import HTTP
import Testing

@testable import Site

@Suite("/monitoring") struct MonitoringPageTests {
    private let test: TestSite

    init() throws { test = try TestSite() }

    private func ask(_ count: Int, _ word: String = "question") async {
        for number in 0..<count { await test.engine.ask("\(word) \(number)", id: "\(word)-\(number)") }
        test.engine.clock.advance(milliseconds: 10_000)
    }

    private func page(_ address: String = "/monitoring") async throws -> String {
        let answer = try await test.get(address)
        #expect(answer.status == .ok && answer.headers["Cache-Control"] == "no-store", "\(address)")
        return answer.text
    }

    @Test("before the first request it says how to send one, and that there is no data rather than zero")
    func quiet() async throws {
        let text = try await page()
        #expect(text.contains("<span class=\"state good\">Healthy</span>"))
        #expect(text.contains("curl http://127.0.0.1:8080/v1/chat/completions"))
        #expect(text.contains("<span data-figure=\"cacheHitRate\">no data</span>"))
        #expect(text.contains("No data in the last 15 minutes"))
        #expect(text.contains("<dd data-figure=\"received\">0</dd>"))
        #expect(text.contains("Words only. <span class=\"soft\">Fetch the weights.</span>"))
        #expect(text.contains("<noscript><meta http-equiv=\"refresh\" content=\"5\"></noscript>"))
    }

    @Test("it shows the identity, the figures and the month's target as of this very request")
    func figures() async throws {
        await ask(3)
        await ask(1)
        let text = try await page()
        for (id, number) in [("received", 4), ("succeeded", 4), ("failed", 0), ("cancelled", 0), ("inFlight", 0)] {
            #expect(text.contains("<dd data-figure=\"\(id)\">\(number)</dd>"), "\(id)")
        }
        #expect(text.contains("<span data-figure=\"cacheHitRate\">25</span>"))
        #expect(text.contains("<span class=\"unit\" data-figure=\"cacheHitRate-unit\">%</span>"))
        #expect(text.contains(">25 % in the last 15 minutes; target 40 % by 31 Jan 2026 not met</p>"))
        #expect(text.contains("<span class=\"state bad\" data-mark=\"cacheHitRate\">Off target</span>"))
        #expect(text.contains(">M1 40 %</text>"), "the target is drawn in")
        #expect(text.contains("/monitoring/models/custom%3Aa\">custom:a</a></th><td class=\"number\">100 %</td>"))
        #expect(text.contains("L1 25 % · L2 0 % · L3 0 % · semantic 0 %"))
        await ask(1)
        #expect(try await page().contains("<dd data-figure=\"received\">5</dd>"), "nothing is kept from before")
    }

    @Test("an upstream that is down turns the verdict, with the reason, the tip and the errors by cause")
    func trouble() async throws {
        test.engine.upstream.trouble.withLock { $0 = .connectionRefused }
        for number in 0..<6 { await test.engine.ask("refused \(number)", id: "refused-\(number)") }
        let text = try await page()
        #expect(text.contains("<span class=\"state bad\">Down</span>"))
        #expect(text.contains("is running"), "the tip")
        #expect(text.contains("href=\"/monitoring/requests?model=custom%3Aa&amp;error=refused\""))
        #expect(text.contains("href=\"/monitoring/requests/refused-"))
        #expect(try await test.get("/").text.contains("<span class=\"state bad\">Down</span>"), "the overview says so")
    }

    @Test("the overview is made anew when the router's health turns, though no row has changed")
    func overview() async throws {
        #expect(try await test.get("/").text.contains("Nothing was asked in the last minute"))
        await ask(1)
        test.clock.set("2026-01-09T12:00:01Z")
        #expect(try await test.get("/").text.contains("Every request of the last minute was answered."))
    }

    @Test("each range has its own figures, and goes on where a former run ended", arguments: ["hour", "day", "30d"])
    func ranges(range: String) async throws {
        await ask(4)
        // Another router on the same record, with nothing counted yet.
        let engine = try TestEngine()
        engine.clock.advance(milliseconds: 130_000)
        let again = try Site(
            tracker: test.tracker, gate: test.gate, templates: test.site.templates, files: test.site.files, hosts: [],
            monitor: Monitor(engine.router, clock: engine.clock), log: test.store)
        let server = Server(onError: { again.answer($0, to: $1) }, respond: try again.makeHandler())
        let request = try Request(.get, "/monitoring?range=\(range)", headers: ["Host": "127.0.0.1"])
        let text = await server.answer(request).text
        #expect(text.contains("data-stream=\"/api/v1/monitoring/stream?range=\(range)\""))
        #expect(text.contains("4 requests</p>"))
        #expect(text.contains("aria-current=\"true\">\(MonitoringRange(range).words.prefix(1).uppercased())"))
    }

    @Test("when the record of requests cannot be read, the page says so and shows what is counted")
    func brokenRecord() async throws {
        await ask(2)
        test.store.close()
        for address in ["/monitoring?range=day", "/monitoring/models/custom:a?range=day"] {
            let text = try await page(address)
            #expect(text.contains("The record of requests cannot be read"), "\(address)")
            #expect(text.contains("2 requests</p>"), "\(address)")
        }
    }

    @Test("where there is no router there is no page")
    func noRouter() async throws {
        let site = try Site(
            tracker: test.tracker, gate: test.gate, templates: test.site.templates, files: test.site.files, hosts: [])
        let server = Server(onError: { site.answer($0, to: $1) }, respond: try site.makeHandler())
        for path in ["/monitoring", "/monitoring/requests", "/api/v1/monitoring/stream"] {
            #expect(await server.answer(try Request(.get, path, headers: ["Host": "127.0.0.1"])).status == .notFound)
        }
        #expect(await server.answer(try Request(.get, "/", headers: ["Host": "127.0.0.1"])).status == .ok)
    }
}
