import Foundation
import Glibc
import Testing

@Suite("What the router measures, in the plan")
struct EngineReadingTests {
    private func ask(_ server: RunningServer, _ question: String) throws {
        let body = #"{"model": "auto", "messages": [{"role": "user", "content": "\#(question)"}]}"#
        let answer = try server.send("POST", "/v1/chat/completions", ["Content-Type": "application/json"], body)
        #expect(answer.status == 200)
    }

    @Test("comes to the targets board and the weekly report by one command, while the server runs and after a kill")
    func fromEngine() throws {
        let place = try Workplace()
        let server = try place.serve()
        for _ in 0..<4 { try ask(server, "What is the plan of month 1?") }
        // The journal hands over what is finished several times a second; the server writes it all when it stops.
        try server.stop()

        let outcome = try place.beast("metric", "--from-engine")
        #expect(outcome.code == 0, "\(outcome.messages)")
        #expect(outcome.output.contains("75 % (last hour, 4 cacheable requests)"))
        #expect(outcome.output.contains("Request coverage: 100 % (last hour, 4 requests received)"))
        #expect(try place.query("SELECT count(*) FROM reading WHERE metric = 'cacheHitRate'") == "1\n")

        let again = try place.serve()
        defer { again.child.signal(SIGKILL) }
        #expect(try again.get("/targets/cacheHitRate").text.contains("last hour, 4 cacheable requests"))
        #expect(try again.get("/targets").text.contains("75 %"))
        let week = try place.run("date", "-u", "+%G-W%V").output.trimmingCharacters(in: .newlines)
        #expect(try again.get("/api/v1/reports/\(week).json").text.contains("75 % against"))

        // A server has the files at the same time; a later reading takes the place of the one before.
        let json = try place.beast("metric", "--from-engine", "--json")
        #expect(json.code == 0 && json.output.contains(#""outcome": "recorded""#), "\(json.messages)")
        #expect(
            try place.query(
                "SELECT count(*), sum(retracted_at IS NULL) FROM reading WHERE metric = 'cacheHitRate' GROUP BY metric"
            )
            .hasPrefix("2|"))
    }

    @Test("is refused where there is nothing, and where a value is given as well")
    func refusals() throws {
        let place = try Workplace()
        let nothing = try place.beast("metric", "--from-engine")
        #expect(nothing.code == 1 && nothing.messages.contains("has not recorded anything yet"))
        #expect(!place.exists("data/requests.db"))
        #expect(try place.beast("metric", "--from-engine", "cacheHitRate", "40").code == 2)
    }
}
