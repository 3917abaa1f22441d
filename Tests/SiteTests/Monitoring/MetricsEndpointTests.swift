import Testing

@testable import Site

@Suite("/metrics") struct MetricsEndpointTests {
    private let test: TestSite

    init() throws { test = try TestSite() }

    private func figures() async throws -> [String: String] {
        try await test.get("/metrics").text.split(separator: "\n").filter { !$0.hasPrefix("#") }.reduce(into: [:]) {
            let parts = $1.split(separator: " ")
            $0[String(parts[0])] = String(parts[1])
        }
    }

    @Test("answers OpenMetrics to those who want it at least as much as plain text, and plain text to others")
    func negotiation() async throws {
        let open = "application/openmetrics-text; version=1.0.0; charset=utf-8"
        let plain = "text/plain; version=0.0.4; charset=utf-8"
        let accepted: [(String?, String)] = [
            (nil, plain), ("*/*", plain), ("text/html", plain), ("application/openmetrics-text", open),
            // Prometheus 2 and 3.
            (
                "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1",
                open
            ),
            ("text/plain;version=0.0.4;q=0.9, application/openmetrics-text;q=0.4", plain),
            ("application/openmetrics-text;q=0", plain),
        ]
        for (accept, type) in accepted {
            let answer = try await test.get("/metrics", accept.map { ["Accept": $0] } ?? [:])
            #expect(answer.status == .ok && answer.headers["Content-Type"] == type, "\(accept ?? "")")
            #expect(answer.headers["Vary"]?.contains("Accept") == true)
            #expect(answer.headers["Cache-Control"] == "no-store")
            #expect(answer.text.hasSuffix("# EOF\n") == (type == open))
        }
    }

    @Test("counts what was asked, by model, outcome and cache, and what it cost")
    func counts() async throws {
        await test.engine.ask("first")
        await test.engine.ask("first")
        await test.engine.ask("second", model: "nobody")
        let figures = try await figures()
        #expect(figures[#"beast_requests_total{model="custom:a",outcome="succeeded",cache="miss"}"#] == "1")
        #expect(figures[#"beast_requests_total{model="custom:a",outcome="succeeded",cache="hit-l1"}"#] == "1")
        #expect(figures[#"beast_requests_total{model="none",outcome="failed",cache="miss"}"#] == "1")
        #expect(figures["beast_requests_received_total"] == "3" && figures["beast_requests_in_flight"] == "0")
        #expect(figures[#"beast_cost_dollars_total{model="custom:a"}"#] == "2.0")
        #expect(figures[#"beast_request_duration_seconds_count{model="custom:a"}"#] == "2")
        #expect(figures[#"beast_tier_hits_total{tier="l1"}"#] == "1")
        #expect(figures[#"beast_health{state="healthy"}"#] == "1")
        #expect(figures[#"beast_upstream_circuit{model="custom:a",state="closed"}"#] == "1")
    }

    @Test("shows how the plan stands, anew when it has changed")
    func plan() async throws {
        let before = try await figures()
        #expect(before[#"beast_plan_tasks{state="open"}"#] == "4" && before[#"beast_plan_tasks{state="done"}"#] == "0")
        #expect(before[#"beast_plan_reading{metric="cacheHitRate"}"#] == nil)
        _ = try await test.json(.post, "/api/v1/metrics/cacheHitRate", "41.5")
        _ = try await test.post(TestSite.first + "/complete")
        let after = try await figures()
        #expect(after[#"beast_plan_tasks{state="open"}"#] == "3" && after[#"beast_plan_tasks{state="done"}"#] == "1")
        #expect(after[#"beast_plan_reading{metric="cacheHitRate"}"#] == "41.5")
    }
}
