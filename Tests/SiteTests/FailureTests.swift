import HTTP
import JSON
import Roadmap
import Storage
import Testing

@testable import Site

@Suite("Errors as the web says them") struct FailureTests {
    private static let statuses: [(any Error, Int)] = [
        (RoadmapError(.notFound, "m", tip: "t"), 404), (RoadmapError(.invalid, "m", tip: "t"), 422),
        (RoadmapError(.conflict, "m", tip: "t"), 409), (RoadmapError(.outdated, "m", tip: "t"), 412),
        (RoadmapError(.keyReused, "m", tip: "t"), 422), (HTTPError(.contentTooLarge, "m", tip: "t"), 413),
        (StorageError(.full, "m", tip: "t"), 507), (StorageError(.busy, "m", tip: "t"), 503),
        (StorageError(.closed, "m", tip: "t"), 503), (StorageError(.notWritable, "m", tip: "t"), 503),
        (StorageError(.corrupt, "m", tip: "t"), 500), (StorageError(.sql, "m", tip: "t"), 500),
        (CancellationError(), 500),
    ]

    @Test("each kind has its status", arguments: statuses.indices)
    func status(index: Int) {
        #expect(Failure(Self.statuses[index].0).status.rawValue == Self.statuses[index].1)
    }

    @Test("what the error says is passed on; of the unknown nothing is")
    func words() {
        let known = Failure(RoadmapError(.notFound, "There is none.", tip: "Look.", field: "f", closest: ["a"]))
        #expect(
            known.message == "There is none." && known.tip == "Look." && known.field == "f" && known.closest == ["a"])
        struct Secret: Error { let path = "/etc/passwd" }
        #expect(!Failure(Secret()).message.contains("passwd") && !Failure(Secret()).tip.isEmpty)
        #expect(Failure(StorageError(.sql, "m", tip: "t", sql: "SELECT secret")).message == "m")
    }

    @Test("an error of a calendar or of JSON is a bad request")
    func badRequests() {
        #expect(throws: (any Error).self) { try ISOWeek(parsing: "x") }
        do { _ = try ISOWeek(parsing: "x") } catch { #expect(Failure(error).status == .badRequest) }
        do { _ = try JSON(parsing: "{") } catch { #expect(Failure(error).status == .badRequest) }
    }

    @Test("with the database gone every address still says so, and the operation's check too")
    func closed() async throws {
        let test = try TestSite()
        test.tracker.close()
        let page = try await test.get("/roadmap")
        #expect(page.status == .serviceUnavailable && page.text.contains("The database is closed."))
        let api = try await test.get("/api/v1/status")
        #expect(api.status == .serviceUnavailable && api.json["requestId"]?.stringValue?.isEmpty == false)
        let ready = try await test.get("/readyz")
        #expect(ready.status == .serviceUnavailable && ready.text == "not ready: The database is closed.\n")
        #expect(try await test.get("/healthz").status == .ok)
        #expect(try await test.post(TestSite.first + "/complete").status == .serviceUnavailable)
    }

    @Test("a refused form's page shows what had been typed, but not its machinery")
    func typed() async throws {
        let test = try TestSite()
        let answer = try await test.post("/activity/99/undo", "return=/secret&version=7&comment=%3Cb%3Ekeep")
        #expect(answer.status == .notFound && answer.text.contains("&lt;b&gt;keep"))
        #expect(!answer.text.contains("<dd>/secret</dd>") && answer.text.contains("href=\"/secret\">Back to the page"))
    }
}
