import Engine
import Foundation
import HTTP
import Secrets
import Testing

@testable import Backends

@Suite("Webhooks") struct WebhookSenderTests {
    private static let alert = Alert(
        id: "abc", rule: "Errors", metric: .errorRate, subject: "", startedAt: 1_800_000_000_000,
        message: "Error rate 34 % in the last minute, above 5 %.", reason: "Most lately http_503 at <custom:a>.",
        tip: "Check & retry.", value: 34.123456789, threshold: 5, resolvedAt: 1_800_000_065_000,
        recovery: "Error rate 1 %.")

    private func sender(_ hook: HookServer, secret: String? = "s3cret", patience: Duration = .seconds(10))
        -> (WebhookSender, AlertHook)
    {
        let webhook = Webhook(variable: "HOOK", address: hook.url, secret: secret)
        let sender = WebhookSender([webhook], client: Client(), clock: TestClock(), patience: patience)
        return (sender, webhook.hook)
    }

    @Test("A post is Slack's text with the alert's fields, under an id that each try has")
    func body() async throws {
        let server = try HookServer()
        let (sender, hook) = sender(server)
        try await sender.send(AlertNotice(Self.alert, .started), to: hook)
        try await sender.send(AlertNotice(Self.alert, .started), to: hook)
        try await sender.send(AlertNotice(Self.alert, .resolved), to: hook)
        let (first, last) = (server.deliveries[0], server.deliveries[2])
        #expect(server.deliveries.map(\.id) == ["abc.started", "abc.started", "abc.resolved"])
        #expect(server.deliveries[1].body == first.body)
        #expect(
            first.json["text"]?.stringValue
                == "Alert: Errors. Error rate 34 % in the last minute, above 5 %. Most lately http_503 at &lt;custom:a&gt;. Check &amp; retry."
        )
        #expect(first.json["id"] == "abc.started" && first.json["event"] == "alert.started")
        let alert = first.json["alert"]
        #expect(alert?["rule"] == "Errors" && alert?["metric"] == "errorRate" && alert?["state"] == "firing")
        #expect(alert?["value"] == 34.123457 && alert?["threshold"] == 5 && alert?["unit"] == "%")
        #expect(alert?["startedAt"] == "2027-01-15T08:00:00.000Z" && alert?["resolvedAt"] == .null)
        #expect(last.json["text"] == "Resolved: Errors. Error rate 1 %. It lasted 1 minute.")
        #expect(last.json["alert"]?["resolvedAt"] == "2027-01-15T08:01:05.000Z")
        await server.stop()
    }

    @Test("The signature is what openssl makes of the time, a dot and the body")
    func signature() async throws {
        let server = try HookServer()
        let (sender, hook) = sender(server)
        try await sender.send(AlertNotice(Self.alert, .started), to: hook)
        let delivery = try #require(server.deliveries.first)
        let scratch = try Scratch()
        let signed = Array("1800000000.".utf8) + delivery.body
        try Data(signed).write(to: URL(fileURLWithPath: scratch.path("signed")))
        let openssl = Process()
        let pipe = Pipe()
        openssl.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        openssl.arguments = ["openssl", "dgst", "-sha256", "-hmac", "s3cret", "-r", scratch.path("signed")]
        openssl.standardOutput = pipe
        try openssl.run()
        let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        openssl.waitUntilExit()
        let digest = output.prefix { $0 != " " }
        #expect(digest.count == 64 && delivery.signature == "t=1800000000,v1=\(digest)")

        let (plain, plainHook) = self.sender(server, secret: nil)
        try await plain.send(AlertNotice(Self.alert, .started), to: plainHook)
        #expect(server.deliveries.last?.signature == nil)
        await server.stop()
    }

    /// HMAC-SHA256 of RFC 4231, test case 2, and of a key longer than a block, case 6.
    @Test("HMAC-SHA256 is the standard's")
    func hmac() {
        #expect(
            Digest.hmacSHA256(Array("what do ya want for nothing?".utf8), key: Array("Jefe".utf8)).hexadecimal
                == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
        #expect(
            Digest.hmacSHA256(
                Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
                key: [UInt8](repeating: 0xAA, count: 131)
            ).hexadecimal == "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54")
    }

    @Test("What a hook refuses is told by its host and status alone, with when to come back")
    func refusal() async throws {
        let server = try HookServer()
        let (sender, hook) = sender(server)
        server.answer(429, ["Retry-After": "7"])
        let seconds = await failure(sender, hook)
        #expect(seconds?.retryAfter == 7 && seconds?.message.hasSuffix(" answered 429.") == true)
        server.answer(503, ["Retry-After": HTTPDate(seconds: 1_800_000_090).description])
        #expect(await failure(sender, hook)?.retryAfter == 90)
        server.answer(302, ["Location": "http://127.0.0.1:1/"])
        #expect(await failure(sender, hook)?.message.hasSuffix(" answered 302.") == true)
        await server.stop()
        let gone = await failure(sender, hook)
        #expect(gone != nil)
        for text in [seconds?.message, gone?.message, hook.label, hook.key, "\(hook)"] {
            #expect(text?.contains("secret") == false)
        }
    }

    @Test("A hook that hangs is given up in time")
    func hanging() async throws {
        let server = try HookServer()
        server.hang(true)
        let (sender, hook) = sender(server, patience: .milliseconds(300))
        let failure = await failure(sender, hook)
        #expect(failure != nil && failure?.message.contains("secret") == false)
        await server.stop()
    }

    @Test("A webhook whose variable is not set, or holds no address, says so without what it holds")
    func problems() {
        let unset = Webhook(variable: "HOOK", address: nil, secret: nil).hook
        #expect(unset.problem == "The variable HOOK is not set." && unset.label == "HOOK")
        let wrong = Webhook(variable: "HOOK", address: "hunter2", secret: nil).hook
        #expect(wrong.problem?.contains("HOOK") == true && wrong.problem?.contains("hunter2") == false)
        let user = Webhook(variable: "HOOK", address: "https://user:hunter2@chat.example/x", secret: nil).hook
        #expect(user.problem?.contains("hunter2") == false && user.label == "chat.example")
        let fine = Webhook(variable: "HOOK", address: "https://chat.example/x?y", secret: nil).hook
        #expect(fine.problem == nil && fine.label == "chat.example" && fine.key == unset.key)
    }

    private func failure(_ sender: WebhookSender, _ hook: AlertHook) async -> AlertSendFailure? {
        do throws(AlertSendFailure) {
            try await sender.send(AlertNotice(Self.alert, .started), to: hook)
            return nil
        } catch {
            return error
        }
    }
}
