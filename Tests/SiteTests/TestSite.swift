import Access
import Backends
import Foundation
import HTTP
import JSON
import Roadmap
import Storage
import Synchronization

@testable import Site

/// The whole site over a small plan of a test's own: requests go in, answers come out as over a socket.
final class TestSite: Sendable {
    let folder: TestFolder
    let clock: TestClock
    let tracker: Tracker
    let site: Site
    let engine: TestEngine
    let gate: Gate
    /// The record of its requests.
    let store: RequestStore
    private let server: Server

    static let first = "/tasks/m1w1-fix-failed-request-tracking"

    /// Everybody may change the plan, as long as a test does not ask for another policy.
    static let open = AccessPolicy(readingIsOpen: true, writingIsOpen: true, chatIsOpen: true)

    /// - Parameter callers: tells who sends chat requests; `nil` answers none.
    init(
        zone: String = "UTC", now: String = "2026-01-09T12:00:00Z", plan: String = TestSite.plan,
        policy: AccessPolicy = TestSite.open, control: ControlToken? = nil, callers: ChatCaller? = nil
    ) throws {
        folder = try TestFolder()
        clock = TestClock(instant(now))
        try folder.write(plan, to: "roadmap/PLAN.md")
        try folder.write(Self.targets, to: "roadmap/TARGETS.md")
        try folder.write(Self.guide, to: "roadmap/GUIDE.md")
        tracker = try Tracker(
            data: folder.path("data"), library: Library(folder: folder.path("roadmap")),
            calendar: ReportingCalendar(zone: try TimeZoneRules(named: zone)), clock: clock.wall)
        store = try RequestStore(at: folder.path("data/requests.db"))
        engine = try TestEngine(store: store)
        let (templates, files) = try Self.parts.get()
        gate = try TestGate.make(tracker, policy, control: control)
        let site = try Site(
            tracker: tracker, gate: gate, templates: templates, files: files, hosts: [],
            router: callers == nil ? nil : engine.router, monitor: engine.monitor, log: store,
            callers: callers ?? ChatCaller())
        self.site = site
        server = Server(onError: { site.answer($0, to: $1) }, respond: try site.makeHandler())
    }

    deinit {
        tracker.close()
        store.close()
    }

    /// Where the templates and the files for browsers are.
    static let root =
        "/" + URL(fileURLWithPath: #filePath).pathComponents.dropFirst().dropLast(3).joined(separator: "/")

    /// Read and checked once for all tests: it is most of what making a site costs.
    private static let parts = Result {
        (try PageTemplates(folder: root + "/Templates"), try StaticFiles(folder: root + "/Public"))
    }

    /// Another program on the same data and documents.
    func another() throws -> Tracker {
        try Tracker(
            data: folder.path("data"), library: Library(folder: folder.path("roadmap")), calendar: tracker.calendar,
            clock: clock.wall)
    }

    func send(_ method: HTTP.Method, _ target: String, _ headers: Headers = [:], body: [UInt8] = []) async throws
        -> Answer
    {
        var all = headers
        if !all.contains("Host") { all["Host"] = "127.0.0.1:8080" }
        return await server.answer(try Request(method, target, headers: all, body: body))
    }

    func get(_ target: String, _ headers: Headers = [:]) async throws -> Answer {
        try await send(.get, target, headers)
    }

    /// Posts a form, as a browser does.
    func post(_ target: String, _ form: String = "", _ headers: Headers = [:]) async throws -> Answer {
        var all = headers
        all["Content-Type"] = "application/x-www-form-urlencoded"
        all["Sec-Fetch-Site"] = "same-origin"
        return try await send(.post, target, all, body: Array(form.utf8))
    }

    /// Sends JSON to the API, as a script does.
    func json(_ method: HTTP.Method, _ target: String, _ body: String = "", _ headers: Headers = [:]) async throws
        -> Answer
    {
        var all = headers
        all["Content-Type"] = "application/json"
        return try await send(method, target, all, body: Array(body.utf8))
    }

    static let plan = """
        ---
        start: 2026-01-01
        ---
        # The plan

        ## Q1: Foundation & Optimization

        ### Month 1: Fix & Monitor

        See the [guide](GUIDE.md#second-part).

        #### Week 1: Request tracking

        - [ ] Fix failed request tracking
        - [ ] Quote "it", keep a\\<b & ship 🚀

        #### Week 2: Dashboard

        - [ ] Build the dashboard

        ### Month 2: Cost Optimization

        #### Week 1: Costs

        - [ ] Track costs in real time
        """

    static let targets = """
        # Targets

        | metric | unit | better | baseline | M1 | M3 | beyond |
        |---|---|---|---:|---:|---:|---:|
        | cacheHitRate | % | up | 15 | 40 | 60 | 99.9 |
        | latency (p95) | ms | down | 500 | 200 | | |
        | modelR2 | | up | -0.085 | 0.5 | | |

        ## Cache hit rate (cacheHitRate)

        Answered from *any* tier.

        ## Goals

        | kind | goal |
        |---|---:|
        | improvement | 80 % |
        | test | 90 % |
        """

    static let guide = """
        # The guide

        It <script>alert(1)</script> warms [the cache](javascript:alert(1)).

        ## Second part

        Back to [the plan](PLAN.md).
        """
}

/// A folder of a test's own, gone when the test is.
final class TestFolder: Sendable {
    private let root: String

    init() throws {
        root = NSTemporaryDirectory() + "site-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: root + "/roadmap", withIntermediateDirectories: true)
    }

    deinit {
        // A database that is closing on another thread deletes its log at the same moment, which stops one removal.
        for _ in 0..<3 where FileManager.default.fileExists(atPath: root) {
            try? FileManager.default.removeItem(atPath: root)
        }
    }

    func path(_ name: String) -> String { root + "/" + name }

    func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path(name)), options: .atomic)
    }

    func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: path(name)) }

    func read(_ name: String) throws -> String { try String(contentsOfFile: path(name), encoding: .utf8) }

    func names(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: path(folder)).sorted()
    }
}

/// A clock that shows what the test sets.
final class TestClock: Sendable {
    private let shown: Mutex<Instant>

    init(_ instant: Instant) { shown = Mutex(instant) }

    var now: Instant { shown.withLock { $0 } }

    var wall: WallClock { WallClock { self.now } }

    func set(_ text: String) {
        let next = instant(text)
        shown.withLock { $0 = next }
    }
}

func instant(_ text: String) -> Instant {
    guard let instant = Instant(rfc3339: text) else { preconditionFailure("\(text) is no instant") }
    return instant
}

extension Answer {
    var text: String { String(decoding: body, as: UTF8.self) }

    /// The body as JSON; null when it is none.
    var json: JSON { (try? JSON(parsing: body)) ?? .null }
}
