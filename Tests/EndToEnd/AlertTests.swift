import Foundation
import Glibc
import Testing

@Suite("Alerts of a running server")
struct AlertTests {
    private func server(_ place: Workplace, _ receiver: HookReceiver) throws -> RunningServer {
        try place.write(
            """
            models:
              - { name: custom:a, endpoint: "\(receiver.upstream)", concurrency: 4 }
            alerts:
              anomalies: off
              webhooks:
                - { url_env: ALERTS_WEBHOOK, secret_env: ALERTS_SECRET }
              rules:
                - { name: Errors, metric: errorRate, above: 99, minimum: 1000000 }
            """, to: "beast.yaml")
        return try place.serve(
            prefix: ["env", "ALERTS_WEBHOOK=\(receiver.hook)", "ALERTS_SECRET=s3cret"])
    }

    private func ask(_ server: RunningServer, _ number: Int) throws {
        let body = #"{"model":"custom:a","messages":[{"role":"user","content":"q \#(number) \#(UUID().uuidString)"}]}"#
        _ = try server.send("POST", "/v1/chat/completions", ["Content-Type": "application/json"], body)
    }

    /// Sends a request every so often until something is so.
    private func asking(_ server: RunningServer, until isSo: () throws -> Bool) throws {
        let deadline = ContinuousClock.now + .seconds(60)
        var number = 0
        while try !isSo() {
            try #require(ContinuousClock.now < deadline, "it did not come: \(server.child.messages)")
            try ask(server, number)
            number += 1
            usleep(50_000)
        }
    }

    private func verdict(_ server: RunningServer) throws -> [String: Any] {
        try #require(try server.get("/api/v1/monitoring").json["health"] as? [String: Any])
    }

    @Test("An upstream that starts failing turns the verdict, reaches the webhook once, and so does its recovery")
    func failingUpstream() throws {
        let place = try Workplace()
        let receiver = try HookReceiver()
        let server = try server(place, receiver)
        for number in 0..<5 { try ask(server, number) }
        #expect(try verdict(server)["state"] as? String == "healthy")

        try receiver.fail()
        let began = ContinuousClock.now
        try asking(server) { try verdict(server)["state"] as? String != "healthy" }
        #expect(ContinuousClock.now - began < .seconds(5))
        let reason = try verdict(server)
        #expect((reason["summary"] as? String)?.contains("custom:a") == true)
        #expect((reason["tip"] as? String)?.isEmpty == false)
        try asking(server) { try server.get("/monitoring/alerts").text.contains("Circuit (custom:a)") }
        try receiver.wait(for: "Alert: Circuit (custom:a).")

        // Only what is on disk can be known after a kill.
        try asking(server) {
            try place.query("SELECT state FROM alert_delivery", in: place.data + "/requests.db") == "delivered\n"
        }

        // Killed and started again, it tells nobody a second time.
        server.child.signal(SIGKILL)
        _ = try server.child.finish()
        let second = try self.server(place, receiver)
        try asking(second) { try verdict(second)["state"] as? String != "healthy" }
        try receiver.recover()
        try asking(second) { try !second.get("/monitoring/alerts").text.contains(">Firing<") }
        try receiver.wait(for: "Resolved: Circuit (custom:a).")

        let told = receiver.told.filter { $0.hasPrefix("told") }
        #expect(told.count == 2, "\(told.joined(separator: "; "))")
        #expect(told.allSatisfy { $0.contains(" t=") && $0.contains(",v1=") })
        #expect(told.first?.contains("503") == true || told.first?.contains("overloaded") == true, "\(told)")
        try asking(second) { try second.get("/activity?kind=alert").text.contains("ended") }
        let activity = try second.get("/activity?kind=alert").text
        #expect(activity.components(separatedBy: "raised").count == 2)
        #expect(activity.components(separatedBy: "ended").count == 2)

        let page = try second.get("/monitoring/alerts").text
        #expect(page.contains("127.0.0.1:") && page.contains("Working"))
        try second.stop()
        let bytes = try place.names(in: "data").filter { $0.hasPrefix("requests.db") || $0.hasPrefix("beast.db") }
            .map { try Data(contentsOf: URL(filePath: place.data + "/" + $0)) }
        for secret in ["pathsecret", "querysecret", "s3cret"] {
            #expect(!page.contains(secret) && !activity.contains(secret))
            #expect(!server.child.messages.contains(secret) && !second.child.messages.contains(secret))
            #expect(bytes.allSatisfy { $0.range(of: Data(secret.utf8)) == nil })
        }
    }

    @Test("Rules are checked with their lines, and taken up again by SIGHUP; a variable that is not set is told")
    func rules() throws {
        let place = try Workplace()
        try place.write(
            "alerts:\n  rules:\n    - { name: A, metric: errorRat, above: 5 }\n    - { name: B, metric: tier, above: 1 }\n",
            to: "beast.yaml")
        let check = try place.beast("check")
        #expect(check.code != 0)
        #expect(check.messages.contains("beast.yaml:3: “metric”: there is no metric “errorRat” to watch"))
        #expect(check.messages.contains("beast.yaml:4: “above”: tier is no number"))

        try place.write("alerts: { webhooks: [ { url_env: NOWHERE } ] }\n", to: "beast.yaml")
        let server = try place.serve()
        #expect(try server.get("/monitoring/alerts").text.contains("error rate above 5 %"))
        #expect(try server.get("/monitoring/alerts").text.contains("The variable NOWHERE is not set."))
        try place.write(
            "alerts: { defaults: false, rules: [ { name: Spend, metric: costRate, above: 2 } ] }\n", to: "beast.yaml")
        server.child.signal(SIGHUP)
        try server.child.say("Read beast.yaml again")
        let page = try server.get("/monitoring/alerts").text
        #expect(page.contains("cost above $2 an hour in the last minute") && !page.contains("error rate above"))
        #expect(server.child.messages.contains("No alert is sent to NOWHERE. The variable NOWHERE is not set."))
        try server.stop()
    }
}
