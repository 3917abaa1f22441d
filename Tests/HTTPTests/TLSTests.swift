import Foundation
import Glibc
import HTTP
import Testing

@Suite("TLS")
struct TLSTests {
    let authority: TestAuthority
    let routes: Routes

    init() throws {
        authority = try TestAuthority.shared.get()
        var routes = Routes()
        try routes.get("/a") { _ in .now(.text("a")) }
        try routes.post("/echo") { .now(.json($0.body)) }
        try routes.get("/stream") { _ in
            .later {
                .stream(type: .text) { writer in
                    for _ in 0..<100 { try await writer.write([UInt8](repeating: 0x61, count: 50_000)) }
                }
            }
        }
        self.routes = routes
    }

    private func configuration(_ change: (inout Server.Configuration) -> Void = { _ in }) -> Server.Configuration {
        var configuration = Server.Configuration()
        configuration.tls = authority.server
        change(&configuration)
        return configuration
    }

    private func get(_ server: Server, _ change: (inout Client.Configuration) -> Void) async throws -> String {
        var settings = Client.Configuration()
        change(&settings)
        let client = Client(configuration: settings)
        defer { client.close() }
        let response = try await client.send(ClientRequest(.get, "https://127.0.0.1:\(server.port)/a"))
        return String(decoding: try await response.collect(upTo: 100), as: UTF8.self)
    }

    @Test("our client trusts a server by its authority or by its key, and no other")
    func trust() async throws {
        try await withServer(configuration(), routes) { (server) async throws in
            #expect(try await get(server) { $0.certificateFile = authority.certificate } == "a")
            #expect(try await get(server) { $0.pinnedKey = authority.server.pin } == "a")
            let other = try authority.issue("other")
            let pin = try ServerCertificate(chain: other.chain, key: other.key).pin
            for change in [{ _ in }, { $0.pinnedKey = pin }] as [(inout Client.Configuration) -> Void] {
                let error = await #expect(throws: ClientError.self) { try await get(server, change) }
                #expect(error?.kind == .tls)
            }
        }
    }

    @Test("curl uploads and downloads, on one connection", arguments: ["--tlsv1.3", "--tls-max 1.2"])
    func curl(version: String) async throws {
        let body = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        try await withServer(configuration(), routes) { (server) async throws in
            let address = "https://127.0.0.1:\(server.port)"
            let received = try await onThread { [authority] in
                let process = Process()
                let (source, sink) = (Pipe(), Pipe())
                process.executableURL = URL(fileURLWithPath: "/usr/bin/curl")
                let options =
                    ["-sS", "--fail", "--cacert", authority.certificate] + version.components(separatedBy: " ")
                process.arguments =
                    options + ["--data-binary", "@-", address + "/echo", "--next"] + options
                    + [address + "/stream", "-w", "%{num_connects}"]
                process.standardInput = source
                process.standardOutput = sink
                try process.run()
                Thread.detachNewThread {
                    source.fileHandleForWriting.write(Data(body))
                    source.fileHandleForWriting.closeFile()
                }
                let output = Array(sink.fileHandleForReading.readDataToEndOfFile())
                process.waitUntilExit()
                return output
            }
            #expect(received.starts(with: body))
            // How many connections the second request took is told at the end.
            #expect(received.count == body.count + 5_000_000 + 1 && received.last == UInt8(ascii: "0"))
        }
    }

    @Test("what is older than TLS 1.2 or has no forward secrecy is refused")
    func versions() async throws {
        try await withServer(configuration(), routes) { (server) async throws in
            let old = ["-tls1_1", "-cipher", "DEFAULT@SECLEVEL=0"]
            for options in [
                old, ["-tls1_2", "-cipher", "AES128-GCM-SHA256"], ["-tls1_2", "-cipher", "ECDHE-ECDSA-AES128-SHA"],
            ] {
                #expect(throws: SocketClient.Closed.self, "\(options)") {
                    close(try TLSTunnel(port: server.port, options: options).descriptor)
                }
            }
            for options in [["-tls1_2"], ["-tls1_3"]] {
                close(try TLSTunnel(port: server.port, options: options).descriptor)
            }
        }
    }

    @Test("a certificate is replaced for new connections, and those that are open go on")
    func replacing() async throws {
        try await withServer(configuration(), routes) { (server) async throws in
            let open = try SocketClient(port: server.port, over: .tls)
            await open.send("GET /a HTTP/1.1\r\nHost: t\r\n\r\n")
            #expect(try await open.receive().text == "a")
            for name in ["second", "third"] {
                let pair = try authority.issue(name)
                let next = try ServerCertificate(chain: pair.chain, key: pair.key)
                server.replaceCertificate(next)
                #expect(try await get(server) { $0.pinnedKey = next.pin } == "a")
            }
            await open.send("GET /a HTTP/1.1\r\nHost: t\r\n\r\n")
            #expect(try await open.receive().text == "a")
        }
    }

    @Test("a pair that cannot be used is refused with what to do")
    func broken() throws {
        let (one, other) = (try authority.issue("one"), try authority.issue("other"))
        let locked = try TestAuthority.openssl(["ec", "-aes256", "-passout", "pass:secret"], input: one.key)
        let halves = String(decoding: one.chain, as: UTF8.self).split(separator: "-----END CERTIFICATE-----")
        #expect(halves.count > 1)
        let cases: [([UInt8], [UInt8], CertificateError.Part, String)] = [
            ([], one.key, .certificate, "no certificate"),
            (Array("hello".utf8), one.key, .certificate, "no certificate"),
            (Array(one.chain.dropLast(one.chain.count / 2 + 600)), one.key, .certificate, "no certificate"),
            (one.key, one.key, .certificate, "no certificate"), (one.chain, [], .key, "no private key"),
            (one.chain, one.chain, .key, "no private key"), (one.chain, locked, .key, "passphrase"),
            (one.chain, other.key, .key, "does not belong"),
        ]
        for (chain, key, part, message) in cases {
            let error = #expect(throws: CertificateError.self) { try ServerCertificate(chain: chain, key: key) }
            #expect(error?.part == part && error?.message.contains(message) == true, "\(message): \(error as Any)")
            #expect(error?.tip.isEmpty == false)
        }
        // One file may hold both.
        _ = try ServerCertificate(chain: one.key + one.chain, key: one.key + one.chain)
    }

    @Test("a certificate that is not valid, or not for long, is warned of")
    func validity() {
        let certificate = authority.server
        #expect(certificate.validity.upperBound - certificate.validity.lowerBound == 30 * 86_400)
        #expect(certificate.warning(at: certificate.validity.lowerBound - 1)?.contains("not valid before") == true)
        #expect(certificate.warning(at: certificate.validity.lowerBound) == nil)
        #expect(certificate.warning(at: certificate.validity.upperBound - 86_400)?.contains("expires on") == true)
        #expect(certificate.warning(at: certificate.validity.upperBound)?.contains("has expired") == true)
    }

    @Test(
        "nothing is said in plain text: a plain request, noise and a connection too many are just closed",
        arguments: [
            "GET /a HTTP/1.1\r\nHost: t\r\n\r\n", "SSH-2.0-noise\r\n",
            String(repeating: "x", count: 100_000),
        ])
    func plainText(message: String) async throws {
        for limit in [100, 1] {
            try await withServer(configuration { $0.limits.connections = limit }, routes) { (server) async throws in
                let first = try SocketClient(port: server.port, over: .tls)
                let plain = try SocketClient(port: server.port, over: .plain)
                await plain.send(message)
                #expect(await plain.receiveEnd())
                // An alert (RFC 8446, section 6) or nothing.
                #expect(plain.unread <= 14)
                await first.send("GET /a HTTP/1.1\r\nHost: t\r\n\r\n")
                #expect(try await first.receive().text == "a")
            }
        }
    }

    @Test("a handshake that is not begun, or stays halfway, is cut off")
    func silent() async throws {
        try await withServer(configuration { $0.limits.idle = .seconds(1) }, routes) { (server) async throws in
            let silent = try SocketClient(port: server.port, over: .plain)
            let halfway = try SocketClient(port: server.port, over: .plain)
            // A record of 512 bytes of which one comes.
            await halfway.send([0x16, 0x03, 0x01, 0x02, 0x00, 0x01])
            #expect(await silent.receiveEnd())
            #expect(await halfway.receiveEnd())
        }
    }
}
