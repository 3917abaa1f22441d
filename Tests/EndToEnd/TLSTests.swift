import Foundation
import Glibc
import Testing

@Suite("Serving over TLS")
struct TLSTests {
    private static let options = ["--tls-cert", "cert.pem", "--tls-key", "key.pem", "--hosts", "beast.example.org"]

    private func serve(_ place: Workplace, _ options: [String] = options) throws -> RunningServer {
        try RunningServer(
            Child([Workplace.program, "serve", "--port", "0"] + options, in: place.folder, environment: [:]))
    }

    @Test("pages, posts and streams come over https, browsers are told to stay there, and commands find the server")
    func serving() throws {
        let place = try Workplace()
        let certificates = try Certificates(in: place)
        try certificates.issue()
        let server = try serve(place)
        #expect(server.address.hasPrefix("https://127.0.0.1:"))
        let page = try certificates.curl(server, "/roadmap", "-i")
        #expect(page.output.contains("HTTP/1.1 200 OK") && page.output.contains("<title>Roadmap"))
        for header in [
            "Strict-Transport-Security: max-age=", "Permissions-Policy: ", "Cross-Origin-Opener-Policy: same-origin",
        ] {
            #expect(page.output.contains(header))
        }
        #expect(
            try certificates.curl(server, "/api/v1/metrics/latency", "--data", "83.5", "-w", "%{http_code}").output
                .hasSuffix("201"))
        let stream = try certificates.curl(
            server, "/v1/chat/completions", "-H", "Content-Type: application/json", "--data",
            #"{"model":"local:roadmap","stream":true,"messages":[{"role":"user","content":"What is the roadmap?"}]}"#)
        #expect(stream.output.hasSuffix("data: [DONE]\n\n"), "\(stream.messages)")
        // Its certificate says nothing of 127.0.0.1.
        #expect(try place.beast("cache", "stats").code == 0)
        #expect(try place.run("curl", "-sS", "https://127.0.0.1:\(server.port)/healthz").code != 0)
        let plain = try server.connect()
        try plain.write(Array("GET / HTTP/1.1\r\nHost: t\r\n\r\n".utf8))
        #expect(try !plain.untilClosed().contains("HTTP"))
        #expect(
            try certificates.curl(server, "/healthz", "-H", "Host: elsewhere.example", "-w", "%{http_code}").output
                .hasSuffix("421"))
        #expect(try server.stop().code == 0)
    }

    @Test("SIGHUP shows a renewed certificate, and keeps the old one when the new pair is broken")
    func renewal() throws {
        let place = try Workplace()
        let certificates = try Certificates(in: place)
        try certificates.issue()
        let server = try serve(place)
        let first = try certificates.shown(by: server)
        try certificates.issue(key: "other.pem")
        server.child.signal(SIGHUP)
        try server.child.say("The certificate stays as it was.")
        try server.child.say("key.pem cannot be used. The private key does not belong to the certificate. Give the key")
        #expect(try certificates.shown(by: server) == first)

        try certificates.issue()
        server.child.signal(SIGHUP)
        try server.child.say("Read the certificate again.")
        #expect(try certificates.shown(by: server) != first)
        #expect(try certificates.curl(server, "/healthz").code == 0)
        #expect(try place.beast("cache", "stats").code == 0)
        try server.stop()
    }

    @Test(
        "a pair that cannot be used keeps the server from starting, and check says so",
        arguments: [
            ("missing.pem", "key.pem", "--tls-cert: there is no file", "Correct the path."),
            ("beast.yaml", "key.pem", "--tls-cert: ", "There is no certificate in PEM form."),
            ("cert.pem", "authority.pem.key", "--tls-key: ", "does not belong to the certificate."),
        ])
    func broken(certificate: String, key: String, place: String, message: String) throws {
        let work = try Workplace()
        try work.write("", to: "beast.yaml")
        try Certificates(in: work).issue()
        let outcome = try work.beast("serve", "--port", "0", "--tls-cert", certificate, "--tls-key", key)
        #expect(outcome.code == 1 && outcome.output.isEmpty)
        #expect(outcome.messages.contains(place) && outcome.messages.contains(message), "\(outcome.messages)")
        let check = try work.beast("check", environment: ["BEAST_TLS_CERT": certificate, "BEAST_TLS_KEY": key])
        #expect(check.code == 1 && check.output.contains("wrong certificate"))
    }

    @Test("--drain lets a running stream finish over TLS")
    func draining() throws {
        let place = try Workplace()
        let certificates = try Certificates(in: place)
        try certificates.issue()
        let upstream = try GatedUpstream()
        try place.write(upstream.settings, to: "beast.yaml")
        let server = try serve(place, Self.options + ["--drain", "50 seconds"])
        let asking = try Child(
            [
                "curl", "-sSN", "--cacert", certificates.authority, "--resolve",
                "beast.example.org:\(server.port):127.0.0.1",
                "https://beast.example.org:\(server.port)/v1/chat/completions", "-H", "Content-Type: application/json",
                "--data",
                #"{"model":"custom:a","stream":true,"messages":[{"role":"user","content":"hello"}]}"#,
            ], in: place.folder, environment: [:])
        #expect(try asking.line()?.contains("first half") == true)
        server.child.signal(SIGTERM)
        try server.child.say("Stopping; running requests may finish.")
        upstream.open()
        let outcome = try asking.finish()
        #expect(outcome.code == 0 && outcome.output.contains("second half"), "\(outcome.messages)")
        #expect(outcome.output.hasSuffix("data: [DONE]\n\n"))
        #expect(try server.child.finish().code == 0)
    }
}

@Suite("Serving as root")
struct RootTests {
    @Test("root is refused without being told, and served when it is", .enabled(if: geteuid() == 0))
    func refused() throws {
        let place = try Workplace()
        let outcome = try place.beast("serve", "--port", "0", environment: ["BEAST_ALLOW_ROOT": ""])
        #expect(outcome.code == 1 && outcome.output.isEmpty && !place.exists("data"))
        #expect(outcome.messages.contains("does not run as root") && outcome.messages.contains("--allow-root"))
        let server = try RunningServer(
            Child(
                [Workplace.program, "serve", "--port", "0", "--allow-root"], in: place.folder,
                environment: ["BEAST_ALLOW_ROOT": ""]))
        #expect(try server.get("/healthz").status == 200)
        try server.stop()
    }
}
