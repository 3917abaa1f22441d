import JSON
import Testing

@testable import Site

@Suite("/api/v1/monitoring") struct MonitoringAPITests {
    private let test: TestSite

    init() throws { test = try TestSite() }

    @Test("fits its description with nothing, much and trouble to show")
    func fitsDescription() async throws {
        let checker = SchemaChecker(document: try await test.get("/api/openapi.json").json)
        let schema: JSON = ["$ref": "#/components/schemas/Monitoring"]
        for round in 0..<3 {
            if round == 2 {
                test.engine.upstream.trouble.withLock { $0 = .status(503, reason: "busy", retryAfter: nil) }
            }
            if round > 0 { for number in 0..<8 { await test.engine.ask("question \(round) \(number)") } }
            let answer = try await test.get("/api/v1/monitoring")
            #expect(answer.status == .ok && answer.headers["Cache-Control"] == "no-store")
            #expect(checker.problems(answer.json, schema) == [], "\(answer.text)")
        }
    }

    @Test("says what it costs in dollars, what it saves in per cent, and why it is down")
    func figures() async throws {
        let none = try await test.get("/api/v1/monitoring").json
        #expect(none["windows"]?["minute"]?["errorRate"] == .null && none["requestCoverage"] == .null)
        await test.engine.ask("first")
        await test.engine.ask("first")
        let some = try await test.get("/api/v1/monitoring").json
        #expect(some["windows"]?["minute"]?["cost"]?.doubleValue == 2)
        #expect(some["windows"]?["minute"]?["cacheHitRate"]?.doubleValue == 50)
        #expect(some["requests"]?["succeeded"] == 2 && some["requestCoverage"]?.doubleValue == 100)
        #expect(some["conditions"]?[0]?["severity"] == "note" && some["health"]?["state"] == "healthy")
        test.engine.upstream.trouble.withLock { $0 = .connectionRefused }
        for number in 0..<6 { await test.engine.ask("refused \(number)") }
        let health = try await test.get("/api/v1/monitoring").json["health"]
        #expect(health?["state"] == "down" && health?["tip"]?.stringValue?.contains("running") == true)
        #expect(health?["reasons"]?.arrayValue?.contains { $0["model"] == "custom:a" } == true)
    }
}
