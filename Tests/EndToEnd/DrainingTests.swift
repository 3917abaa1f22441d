import Foundation
import Glibc
import Testing

@Suite("Draining")
struct DrainingTests {
    private static let headers = ["Content-Type": "application/json"]
    private static let body = Array(
        #"{"model": "custom:a", "stream": true, "messages": [{"role": "user", "content": "Hello?"}]}"#.utf8)

    /// A server that is in the middle of a stream, and the connection it goes to.
    private func streaming(_ place: Workplace, _ arguments: String...) throws -> (RunningServer, GatedUpstream, Client)
    {
        let upstream = try GatedUpstream()
        try place.write(upstream.settings, to: "beast.yaml")
        let server = try RunningServer(
            Child([Workplace.program, "serve", "--port", "0"] + arguments, in: place.folder, environment: [:]))
        let client = try server.connect()
        #expect(try client.send("POST", "/v1/chat/completions", Self.headers, Self.body).status == 200)
        return (server, upstream, client)
    }

    private func outcomes(_ place: Workplace) throws -> String {
        try place.query("SELECT status FROM request", in: place.data + "/requests.db")
    }

    @Test("a stream under way ends whole, while nothing new is let in and nobody is told that the server is ready")
    func stream() throws {
        let place = try Workplace()
        let (server, upstream, client) = try streaming(place)
        let other = try server.connect()
        #expect(try other.send("GET", "/readyz").status == 200)
        server.child.signal(SIGTERM)
        try server.child.say("Stopping")
        let ready = try other.send("GET", "/readyz")
        #expect(ready.status == 503 && ready.text.contains("stopping"))
        #expect(throws: Client.Closed.self) { while true { _ = try server.connect() } }
        upstream.open()
        let rest = try client.untilClosed()
        #expect(rest.contains("first half") && rest.contains(", second half"))
        #expect(rest.hasSuffix("data: [DONE]\n\n\r\n0\r\n\r\n"))
        #expect(try server.child.finish().code == 0)
        #expect(try outcomes(place) == "200\n")
    }

    @Test("a stream that does not end is cut off after the time it has, or by a second signal, and is on record")
    func limit() throws {
        for arguments in [["--drain", "1 second"], ["--drain", "1 hour"]] {
            let place = try Workplace()
            let (server, upstream, client) = try streaming(place, arguments[0], arguments[1])
            server.child.signal(SIGTERM)
            try server.child.say("Stopping")
            if arguments[1] == "1 hour" { server.child.signal(SIGTERM) }
            let rest = try client.untilClosed()
            #expect(rest.contains("first half") && !rest.contains("[DONE]"))
            #expect(try server.child.finish().code == 0)
            #expect(try outcomes(place) == "499\n")
            upstream.open()
        }
    }

    @Test("a service manager hears when the server is ready, that it is alive, and when it stops")
    func notices() throws {
        let place = try Workplace()
        let manager = try NotifySocket(place.path("notify"))
        let server = try RunningServer(
            Child(
                [Workplace.program, "serve", "--port", "0", "--drain", "20 seconds"], in: place.folder,
                environment: ["NOTIFY_SOCKET": manager.path, "WATCHDOG_USEC": "100000"]))
        #expect(try manager.next() == ["READY=1", "STATUS=http://127.0.0.1:\(server.port)"])
        for _ in 0..<2 { #expect(try manager.next() == ["WATCHDOG=1"]) }
        server.child.signal(SIGTERM)
        var message = try manager.next()
        while message == ["WATCHDOG=1"] { message = try manager.next() }
        #expect(message == ["STOPPING=1", "EXTEND_TIMEOUT_USEC=35000000"])
        #expect(try server.child.finish().code == 0)
    }
}
