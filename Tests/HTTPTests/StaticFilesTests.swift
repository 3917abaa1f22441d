import Foundation
import HTTP
import Synchronization
import Testing

@Suite("Static files")
final class StaticFilesTests {
    private let root: URL
    private let folder: URL

    init() throws {
        root = FileManager.default.temporaryDirectory.appendingPathComponent("static-\(UUID().uuidString)")
        folder = root.appendingPathComponent("Public")
        try FileManager.default.createDirectory(
            at: folder.appendingPathComponent("icons"), withIntermediateDirectories: true)
        try write("app.css", String(repeating: "body { color: black }\n", count: 60))
        try write("icons/a b.svg", "<svg/>")
        try write(".secret", "hidden")
        try "outside".write(to: root.appendingPathComponent("outside.txt"), atomically: true, encoding: .utf8)
        try FileManager.default.createSymbolicLink(
            at: folder.appendingPathComponent("link.txt"),
            withDestinationURL: root.appendingPathComponent("outside.txt"))
        try FileManager.default.createSymbolicLink(
            at: folder.appendingPathComponent("up"), withDestinationURL: root)
        try FileManager.default.createSymbolicLink(
            at: folder.appendingPathComponent("inner.css"), withDestinationURL: folder.appendingPathComponent("app.css")
        )
    }

    deinit { try? FileManager.default.removeItem(at: root) }

    private func write(_ name: String, _ text: String) throws {
        try text.write(to: folder.appendingPathComponent(name), atomically: true, encoding: .utf8)
    }

    private func routes(_ files: StaticFiles) throws -> Routes {
        var routes = Routes()
        try routes.get("/*file") { try files.respond(to: $0) }
        return routes
    }

    @Test("a file is answered with its type, and for a year when its version is named", arguments: Transport.allCases)
    func serves(transport: Transport) async throws {
        let files = try StaticFiles(folder: folder.path)
        #expect(files.paths == ["/app.css", "/icons/a b.svg", "/inner.css"])
        try await withServer(routes: try routes(files)) { (server) async throws in
            let plain = try await transport.ask(server, .get, "/app.css")
            #expect(plain.status == .ok)
            #expect(plain.headers["Content-Type"] == "text/css; charset=utf-8")
            #expect(plain.headers["Cache-Control"] == "no-cache")
            #expect(plain.headers["Last-Modified"] != nil)
            let path = files.versionedPath("/app.css")
            #expect(path.hasPrefix("/app.css?v="))
            let versioned = try await transport.ask(server, .get, path)
            #expect(versioned.headers["Cache-Control"] == "public, max-age=31536000, immutable")
            #expect(versioned.body == plain.body)
            let outdated = try await transport.ask(server, .get, "/app.css?v=old")
            #expect(outdated.headers["Cache-Control"] == "no-cache")
            #expect(try await transport.ask(server, .get, "/icons/a%20b.svg").text == "<svg/>")
            let packed = try await transport.ask(server, .get, path, ["Accept-Encoding": "gzip"])
            #expect(packed.headers["Content-Encoding"] == "gzip")
            let tag = try #require(plain.headers["ETag"])
            #expect(try await transport.ask(server, .get, "/app.css", ["If-None-Match": tag]).status == .notModified)
            #expect(try await transport.ask(server, .post, "/app.css").status == .methodNotAllowed)
        }
        #expect(files.versionedPath("/none.css") == "/none.css")
    }

    @Test("no path leads out of the folder")
    func escapes() async throws {
        try await withServer(routes: try routes(StaticFiles(folder: folder.path))) { (server) async throws in
            for target in [
                "/../outside.txt", "/%2e%2e/outside.txt", "/..%2foutside.txt", "/icons/../../outside.txt",
                "/link.txt", "/up/outside.txt", "/up/Public/app.css", "/.secret", "/%2Fetc/passwd", "//etc/passwd",
                "/etc/passwd", "/app.css%00.txt", "/icons", "/icons/", "/", "/..%5coutside.txt",
                "//app.css", "/app.css/",
            ] {
                let answer = try await Transport.socket.ask(server, .get, target)
                #expect([.notFound, .badRequest].contains(answer.status), "\(target)")
                #expect(!answer.text.hasPrefix("outside"))
            }
        }
    }

    @Test("a file that changed, came, went or turned is noticed after a second, and not before")
    func changes() async throws {
        let time = Mutex(ContinuousClock.now)
        func later() { time.withLock { $0 = $0.advanced(by: .seconds(1)) } }
        let files = try StaticFiles(folder: folder.path) { time.withLock { $0 } }
        let server = Server { try files.respond(to: $0) }
        func ask(_ path: String) async throws -> SocketClient.Message {
            try await Transport.inProcess.ask(server, .get, path)
        }
        let version = files.versionedPath("/app.css")
        try write("app.css", "changed")
        try write("new.js", "new")
        #expect(try await ask("/app.css").text != "changed")
        #expect(try await ask("/new.js").status == .notFound)
        later()
        #expect(try await ask("/app.css").text == "changed")
        #expect(try await ask("/new.js").text == "new")
        #expect(files.versionedPath("/app.css") != version)
        #expect(try await ask(version).headers["Cache-Control"] == "no-cache")

        try FileManager.default.removeItem(at: folder.appendingPathComponent("new.js"))
        try FileManager.default.removeItem(at: folder.appendingPathComponent("app.css"))
        try FileManager.default.createSymbolicLink(
            at: folder.appendingPathComponent("app.css"), withDestinationURL: root.appendingPathComponent("outside.txt")
        )
        later()
        #expect(try await ask("/new.js").status == .notFound)
        #expect(try await ask("/app.css").status == .notFound)
    }

    @Test("a folder that is not there is an error that says so")
    func missing() {
        let error = #expect(throws: ServerError.self) { try StaticFiles(folder: root.path + "/none") }
        #expect(error?.message.contains("/none") == true)
    }
}
