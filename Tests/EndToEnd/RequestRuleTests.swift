import Foundation
import Testing

@Suite("Rules that requests can rely on")
struct RequestRuleTests {
    private static let completion = "/api/v1/tasks/m1w1-fix-failed-request-tracking/completion"

    @Test("a request repeated with its key is made once and answered the same; another one with that key is refused")
    func idempotency() throws {
        let place = try Workplace()
        let server = try place.serve()
        let headers = ["Content-Type": "text/plain", "Idempotency-Key": "one"]
        let first = try server.send("POST", "/api/v1/metrics/latency", headers, "212")
        let again = try server.send("POST", "/api/v1/metrics/latency", headers, "212")
        #expect(first.status == 201 && again.status == 201)
        #expect(first.body == again.body)
        #expect(try server.send("POST", "/api/v1/metrics/latency", headers, "213").status == 422)
        #expect(try server.send("POST", "/api/v1/metrics/throughput", headers, "212").status == 422)
        #expect(try place.query("SELECT COUNT(*) FROM reading") == "1\n")

        // The key is kept as long as the reading is: a restart does not forget it.
        server.child.signal(SIGKILL)
        _ = try server.child.finish()
        let second = try place.serve()
        #expect(try second.send("POST", "/api/v1/metrics/latency", headers, "212").body == first.body)
        #expect(try place.query("SELECT COUNT(*) FROM reading") == "1\n")
    }

    @Test("a refused request leaves its key free")
    func keyOfRefusal() throws {
        let place = try Workplace()
        let server = try place.serve()
        let headers = ["Content-Type": "text/plain", "Idempotency-Key": "one"]
        #expect(try server.send("POST", "/api/v1/metrics/latency", headers, "-1").status == 422)
        #expect(try server.send("POST", "/api/v1/metrics/latency", headers, "1").status == 201)
    }

    @Test("a task changes only for whoever knows its version")
    func ifMatch() throws {
        let place = try Workplace()
        let server = try place.serve()
        let task = "/api/v1/tasks/m1w1-fix-failed-request-tracking"
        let tag = try #require(try server.get(task).headers["etag"])
        let done = try server.send("PUT", Self.completion, ["If-Match": tag])
        #expect(done.status == 200)
        #expect(done.headers["etag"] != tag)
        #expect(try server.send("DELETE", Self.completion, ["If-Match": tag]).status == 412)
        #expect(try server.get(task).headers["etag"] == done.headers["etag"])
        #expect(try server.send("DELETE", Self.completion, ["If-Match": done.headers["etag"] ?? ""]).status == 200)
        #expect(try server.send("PUT", Self.completion, ["If-Match": "*"]).status == 200)
    }

    @Test("what this site, a script or the address bar sends is let in")
    func sameOrigin() throws {
        let place = try Workplace()
        let server = try place.serve()
        for headers in [
            ["Sec-Fetch-Site": "same-origin"], ["Sec-Fetch-Site": "none"],
            ["Origin": "http://127.0.0.1:\(server.port)"],
            ["Host": "localhost:\(server.port)", "Origin": "http://localhost:\(server.port)"], [:],
        ] {
            #expect(try server.send("PUT", Self.completion, headers).status == 200, "\(headers)")
            #expect(try server.send("DELETE", Self.completion, headers).status == 200, "\(headers)")
        }
    }

    @Test("HEAD answers as GET does without the body, and what has not changed is answered 304")
    func conditional() throws {
        let place = try Workplace()
        let server = try place.serve()
        for path in ["/", "/roadmap", "/beast.css", "/api/v1/status", "/api/openapi.json"] {
            let client = try server.connect()
            let whole = try client.send("GET", path)
            let head = try client.send("HEAD", path)
            #expect(head.status == 200 && head.body.isEmpty, "\(path)")
            #expect(head.headers["content-length"] == "\(whole.body.count)", "\(path)")
            let tag = try #require(whole.headers["etag"], "\(path)")
            let same = try client.send("GET", path, ["If-None-Match": tag])
            #expect(same.status == 304 && same.headers["etag"] == tag, "\(path)")
            #expect(try client.send("GET", path, ["If-None-Match": "\"other\""]).status == 200, "\(path)")
        }
        let tag = try server.get("/roadmap").headers["etag"] ?? ""
        #expect(try server.send("PUT", Self.completion).status == 200)
        #expect(try server.get("/roadmap", ["If-None-Match": tag]).status == 200)
    }

    @Test("text is packed for whoever takes it")
    func gzip() throws {
        let place = try Workplace()
        let server = try place.serve()
        let plain = try server.get("/roadmap")
        let packed = try server.get("/roadmap", ["Accept-Encoding": "gzip"])
        #expect(packed.headers["content-encoding"] == "gzip")
        #expect(packed.body.count < plain.body.count / 2)
        #expect(packed.headers["vary"] == "Accept-Encoding" && packed.headers["etag"] != plain.headers["etag"])
    }
}
