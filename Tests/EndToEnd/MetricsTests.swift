import Foundation
import Testing

@Suite("/metrics of a running server")
struct MetricsTests {
    private static let chat = "/v1/chat/completions"

    @Test("promtool has nothing to say against it, and it counts every request exactly")
    func promtoolIsContent() throws {
        let place = try Workplace()
        let server = try place.serve()
        let json = ["Content-Type": "application/json"]
        for number in 0..<12 {
            let body = #"{"model":"auto","messages":[{"role":"user","content":"Week \#(number % 4)?"}]}"#
            #expect(try server.send("POST", Self.chat, json, body).status == 200)
        }
        let unknown = #"{"model":"no\"such\\model\n","messages":[{"role":"user","content":"Hm?"}]}"#
        #expect(try server.send("POST", Self.chat, json, unknown).status == 404)
        #expect(try server.send("POST", Self.chat, json, "{").status == 400)
        let streamed = #"{"model":"auto","stream":true,"messages":[{"role":"user","content":"Week 1?"}]}"#
        let stream = try server.connect()
        _ = try stream.send(
            "POST", Self.chat, json.merging(["Connection": "close"]) { $1 }, Array(streamed.utf8))
        // The request is counted before its last byte leaves.
        while !stream.isClosed() {}

        let answer = try server.get("/metrics")
        #expect(answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8")
        try place.write(answer.text, to: "metrics.txt")
        let verdict = try place.run("sh", "-c", "promtool check metrics < metrics.txt")
        #expect(verdict.code == 0 && verdict.output.isEmpty && verdict.messages.isEmpty, "\(verdict)")
        // And it would have something to say.
        try place.write(answer.text + "beast_unexplained_total 1\n", to: "metrics.txt")
        #expect(try place.run("sh", "-c", "promtool check metrics < metrics.txt").code != 0)

        let requests = answer.text.split(separator: "\n").filter { $0.hasPrefix("beast_requests_total{") }
        let counted = requests.compactMap { $0.split(separator: " ").last.flatMap { Int($0) } }.reduce(0, +)
        #expect(counted == 15)
        #expect(answer.text.contains("\nbeast_requests_received_total 15\n"))
        #expect(answer.text.contains("\nbeast_requests_in_flight 0\n"))
        #expect(answer.text.contains("\nprocess_resident_memory_bytes "))
        #expect(answer.text.contains("\nbeast_build_info{"))
    }
}
