import Backends
import Engine
import HTTP
import Testing

@testable import Site

@Suite("/monitoring/requests and /monitoring/models") struct RequestPagesTests {
    private let test: TestSite

    init() throws { test = try TestSite() }

    private func add(_ count: Int, _ change: (Int, inout RequestRecord) -> Void = { _, _ in }) throws {
        try test.store.add(
            (1...count).map { number in
                var record = RequestRecord()
                record.cache = .miss
                record.modelServed = "custom:old"
                (record.queued, record.firstByte, record.total) = (10, 40, 100)
                change(number, &record)
                return StoredRequest(
                    number: UInt64(number),
                    opening: RequestOpening(
                        id: "id/\(number)", receivedAt: 1_767_960_000_000 - Int64(count - number) * 1_000,
                        tenant: number % 2 == 0 ? "even" : "odd", modelAsked: "custom:old", isStreamed: true),
                    record: record)
            })
    }

    @Test("the log shows the newest first and leads to older ones and back")
    func pages() async throws {
        try add(60)
        let first = try await test.get("/monitoring/requests").text
        #expect(first.contains(">id/60<") && first.contains(">id/11<") && !first.contains(">id/10<"))
        let older = try #require(first.firstMatch(of: #/rel="next" href="([^"]+)"/#)).1
        let second = try await test.get(String(older)).text
        #expect(second.contains(">id/10<") && second.contains(">id/1<") && !second.contains(">id/11<"))
        #expect(second.contains("rel=\"prev\" href=\"/monitoring/requests\"") && !second.contains("rel=\"next\""))
        #expect(try await test.get("/monitoring/requests?before=!").status == .badRequest)
    }

    @Test("it can be narrowed by each field, and says what it cannot read")
    func filters() async throws {
        try add(20) { number, record in
            if number == 7 {
                record.outcome = .failed
                record.errorCode = "http_503"
            }
        }
        func found(_ query: String) async throws -> [Substring] {
            try await test.get("/monitoring/requests?\(query)").text.matches(of: #/<code>id\/(\d+)</#).map(\.1)
        }
        #expect(try await found("outcome=failed") == ["7"])
        #expect(try await found("error=http_503&tenant=odd&model=custom%3Aold") == ["7"])
        #expect(try await found("tenant=even").count == 10)
        #expect(try await found("cache=hit-l1").isEmpty)
        #expect(try await found("from=2026-01-09T12:00") == ["20"])
        #expect(try await found("to=2026-01-09T12:00").count == 19)
        let wrong = try await test.get("/monitoring/requests?from=yesterday")
        #expect(wrong.status == .unprocessableContent && wrong.text.contains("is not a date and time"))
        #expect(wrong.text.contains("value=\"yesterday\" aria-invalid=\"true\""), "nothing typed is lost")
    }

    @Test("an empty log teaches, a filter without a match says so")
    func empty() async throws {
        #expect(try await test.get("/monitoring/requests").text.contains("curl http://127.0.0.1:8080/v1/chat"))
        #expect(try await test.get("/monitoring/requests?tenant=x").text.contains("Nothing on record matches"))
    }

    @Test("what is shown can be had as CSV, all of it")
    func csv() async throws {
        try add(60)
        let answer = try await test.get("/monitoring/requests.csv?tenant=odd")
        #expect(answer.headers["Content-Type"] == "text/csv; charset=utf-8")
        let lines = answer.text.split(separator: "\r\n")
        #expect(lines.count == 31 && lines[0].hasPrefix("received_at,id,") && lines[1].contains(",id/59,odd,"))
    }

    @Test("a request's life shows where its time went, what it cost and what to do")
    func life() async throws {
        try add(1) { _, record in
            record.outcome = .failed
            record.errorCode = "http_503"
            record.tip = "Try <again>."
            record.attempts = 2
        }
        let text = try await test.get("/monitoring/requests/id%2F1").text
        #expect(text.contains("<h1>Failed after 100 ms: http_503</h1>") && text.contains("Try &lt;again&gt;."))
        #expect(text.contains("10 ms <span class=\"soft\">from 0 ms</span>"), "queued")
        #expect(text.contains("30 ms <span class=\"soft\">from 10 ms</span>"), "to the first byte")
        #expect(text.contains("60 ms <span class=\"soft\">from 40 ms</span>"), "to the last byte")
        #expect(text.contains("looked up, then 2 calls") && !text.contains("What was said"))
        let unknown = try await test.get("/monitoring/requests/nobody")
        #expect(unknown.status == .notFound && unknown.text.contains("no request “nobody”"))
    }

    @Test("a model that is gone keeps its page, one that never was is answered with the closest names")
    func models() async throws {
        try add(5)
        test.engine.clock.advance(milliseconds: 1_000)
        let text = try await test.get("/monitoring/models/custom%3Aold?range=day").text
        #expect(text.contains("This model is no longer configured") && text.contains("5 requests</p>"))
        #expect(text.contains(">id/5<"))
        let live = try await test.get("/monitoring/models/custom:a").text
        #expect(live.contains("<span class=\"state good\">Closed</span>") && !live.contains("no longer configured"))
        let unknown = try await test.get("/monitoring/models/custom:aa")
        #expect(unknown.status == .notFound && unknown.text.contains("Did you mean custom:a"))
    }
}
