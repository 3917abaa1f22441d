import Access
import Foundation
import HTTP
import Roadmap
import Testing

@testable import Site

/// Every route with every kind of caller.
@Suite("Who may do what")
struct RouteAccessTests {
    /// Somebody who sends a request.
    enum Kind: String, CaseIterable {
        case nobody, viewer, editor, administrator
        case readToken, tasksToken, metricsToken, dogFoodToken, chatToken, adminToken
        case command
    }

    private static let control = ControlToken("the-key-of-the-data-folder")

    private struct World {
        let test: TestSite
        var headers: [Kind: Headers] = [:]

        init(_ policy: AccessPolicy) async throws {
            test = try TestSite(policy: policy, control: RouteAccessTests.control)
            headers[.nobody] = [:]
            headers[.command] = ["Authorization": "Bearer \(RouteAccessTests.control.text)"]
            for (kind, role) in [(Kind.viewer, Role.viewer), (.editor, .editor), (.administrator, .administrator)] {
                headers[kind] = ["Cookie": "beast-session=\(try await test.session(of: kind.rawValue, role))"]
            }
            let tokens: [(Kind, Scope)] = [
                (.readToken, .read), (.tasksToken, .tasksWrite), (.metricsToken, .metricsWrite),
                (.dogFoodToken, .dogFoodWrite), (.chatToken, .chat), (.adminToken, .admin),
            ]
            for (kind, scope) in tokens {
                headers[kind] = [
                    "Authorization": "Bearer \(try await test.token(kind.rawValue, TokenGrant(Scopes(scope))))"
                ]
            }
        }
    }

    /// Who gets past each requirement where nothing is open; written out, so that the rules are not tested by themselves.
    private static let allowed: [String: Set<Kind>] = [
        "nothing": Set(Kind.allCases),
        "read": [.viewer, .editor, .administrator, .readToken, .adminToken, .command],
        "tasks:write": [.editor, .administrator, .tasksToken, .adminToken, .command],
        "metrics:write": [.editor, .administrator, .metricsToken, .adminToken, .command],
        "dogfood:write": [.editor, .administrator, .dogFoodToken, .adminToken, .command],
        "chat": [.editor, .administrator, .chatToken, .adminToken, .command],
        "admin": [.administrator, .adminToken, .command],
        "editor": [.editor, .administrator, .adminToken, .command],
        "an account": [.viewer, .editor, .administrator],
        "this machine": [.command],
    ]

    @Test("every route lets in those it is for and nobody else")
    func everyRoute() async throws {
        let world = try await World(AccessPolicy(readingIsOpen: false, writingIsOpen: false, chatIsOpen: false))
        let lines = try world.test.whole().makeRoutes().lines
        #expect(lines.count > 50)
        #expect(Set(lines.map(\.needs)).isSuperset(of: ["nothing", "read", "admin", "editor", "an account"]))
        for line in lines {
            let allowed = try #require(Self.allowed[line.needs], "\(line.needs)")
            for kind in Kind.allCases {
                let status = try await world.test.knock(line, world.headers[kind] ?? [:])
                let place = "\(kind.rawValue) at \(line.method) \(line.pattern), which needs \(line.needs)"
                if allowed.contains(kind) {
                    #expect(status == nil, "\(place)")
                } else {
                    // Whom nobody knows is asked who they are; whom somebody knows is told that it is not enough.
                    let isStranger = kind == .nobody && line.needs != "this machine"
                    #expect(status == (isStranger ? 401 : 403), "\(place)")
                }
            }
        }
    }

    @Test("the README's table of routes is that of the map")
    func readme() throws {
        let test = try TestSite()
        let table = try test.whole().makeRoutes().markdown(without: Set(test.site.files.paths))
        let path = TestSite.root + "/README.md"
        let readme = try String(contentsOfFile: path, encoding: .utf8)
        // `make routes` sets it.
        if ProcessInfo.processInfo.environment["WRITE_ROUTES"] != nil {
            let (start, end) = ("<!-- routes -->\n", "<!-- /routes -->")
            let head = try #require(readme.range(of: start)).upperBound
            let tail = try #require(readme.range(of: end)).lowerBound
            try (readme[..<head] + table + readme[tail...]).write(toFile: path, atomically: true, encoding: .utf8)
        } else {
            #expect(readme.contains(table), "`make routes` writes it:\n\(table)")
        }
    }

    @Test("where everything is open to look at, strangers look and still change nothing")
    func openReading() async throws {
        let world = try await World(AccessPolicy(readingIsOpen: true, writingIsOpen: false, chatIsOpen: true))
        for line in try world.test.whole().makeRoutes().lines {
            let status = try await world.test.knock(line, [:])
            let isOpen = ["nothing", "read", "chat"].contains(line.needs)
            #expect((status == nil) == isOpen, "\(line.method) \(line.pattern)")
        }
    }

    @Test("every route that changes something asks for more than looking, but for those that let people in")
    func noWriteIsOpen() throws {
        let test = try TestSite()
        let open: Set = ["/sign-in", "/sign-out", "/welcome", "/you"]
        for line in try test.whole().makeRoutes().lines where line.method != .get && !open.contains(line.pattern) {
            #expect(!["nothing", "read"].contains(line.needs), "\(line.method) \(line.pattern)")
        }
    }
}

extension TestSite {
    /// A session of a new account.
    func session(of name: String, _ role: Role) async throws -> String {
        _ = try await gate.desk.add(
            name, password: "long enough words", role: role, by: Author("test", by: .commandLine))
        return try await gate.desk.signIn(
            name, password: "long enough words",
            at: SignInDesk.Place(address: "127.0.0.1", browser: "Test", device: nil)
        ).secret
    }

    /// A new token.
    func token(_ name: String, _ grant: TokenGrant) async throws -> String {
        try await gate.book.perform(
            AddToken(name, grant, expiresAt: nil, by: Author("test", by: .commandLine), at: tracker.now)
        ).text
    }

    /// Asks the gate alone, as the route would, so that nothing is changed on the way.
    /// - Returns: the status of the refusal; nil for who gets past.
    func knock(_ line: RouteTable.Line, _ headers: Headers) async throws -> Int? {
        var all = headers
        all["Host"] = "127.0.0.1"
        if line.method != .get { all["Sec-Fetch-Site"] = "same-origin" }
        var request = try Request(line.method, line.pattern.replacing(":", with: ""), headers: all)
        do {
            request.sender = try gate.principal(of: request)
            try gate.admit(request, to: line.requirement)
            return nil
        } catch {
            return error.status.rawValue
        }
    }
}
