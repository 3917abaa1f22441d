import Access
import HTTP
import JSON
import Roadmap
import Synchronization
import Testing

@testable import Site

/// Seconds that pass when the test says so.
private final class Seconds: Sendable {
    private let ticks: AsyncStream<Void>
    private let tick: AsyncStream<Void>.Continuation
    private let rests: AsyncStream<Void>
    private let rest: AsyncStream<Void>.Continuation

    init() {
        (ticks, tick) = AsyncStream.makeStream()
        (rests, rest) = AsyncStream.makeStream()
    }

    func pass() { tick.yield() }

    /// Returns when the stream waits for the next second, once for each time it does.
    func settle() async { for await _ in rests { return } }

    var pause: @Sendable () async throws -> Void {
        { [ticks, rest] in
            rest.yield()
            for await _ in ticks { return }
            throw CancellationError()
        }
    }
}

@Suite("The stream of monitoring") struct MonitoringStreamTests {
    private let seconds = Seconds()

    private func stream(limit: Int = 10) -> MonitoringStream {
        MonitoringStream(limit: limit, pause: seconds.pause) { range, number in Array("\(range) \(number)".utf8) }
    }

    private func text(_ listener: MonitoringListener) async -> String? {
        await listener.next().map { String(decoding: $0, as: UTF8.self) }
    }

    @Test("each second every listener gets the same event, the first at once, and each range its own")
    func events() async throws {
        let stream = stream()
        let listeners = try (0..<3).map { try stream.open($0 == 2 ? .day : .minutes) }
        for listener in listeners { #expect(stream.enter(listener)) }
        await seconds.settle()
        #expect(await text(listeners[0]) == "minutes 0")
        #expect(await text(listeners[2]) == "day 0")
        for second in 1...3 {
            seconds.pass()
            await seconds.settle()
            #expect(await text(listeners[0]) == "minutes \(second)")
            #expect(await text(listeners[2]) == "day \(second)")
        }
        // The one that did not read has missed two and has the newest.
        #expect(await text(listeners[1]) == "minutes 3")
    }

    @Test("too many are refused with 503 and when to come again, until one has left")
    func limit() throws {
        let stream = stream(limit: 2)
        let listeners = try (0..<3).map { _ in try stream.open(.minutes) }
        #expect(listeners.map(stream.enter) == [true, true, false])
        let refusal = #expect(throws: HTTPError.self) { try stream.open(.minutes) }
        #expect(refusal?.status == .serviceUnavailable && refusal?.headers["Retry-After"] == "30")
        stream.leave(listeners[0])
        _ = try stream.open(.minutes)
        #expect(stream.count == 1)
    }

    @Test("at the end every listener ends, and no new one begins")
    func closing() async throws {
        let stream = stream()
        let listener = try stream.open(.minutes)
        #expect(stream.enter(listener))
        _ = await listener.next()
        async let last = text(listener)
        stream.close()
        #expect(await last == nil)
        #expect(throws: HTTPError.self) { try stream.open(.minutes) }
    }

    @Test(
        "over the network a client that never reads holds nobody up, and one that hangs up is forgotten",
        .timeLimit(.minutes(1)))
    func network() async throws {
        let stream = MonitoringStream(limit: 10, pause: seconds.pause) { _, number in
            Array("data: \(number) \(String(repeating: "x", count: 200_000))\n\n".utf8)
        }
        let (ends, ended) = AsyncStream.makeStream(of: Void.self)
        let server = Server { _ in
            let listener = try stream.open(.minutes)
            return .now(
                .stream(type: .text) {
                    defer { ended.yield() }
                    try await listener.send(to: $0) { true }
                })
        }
        let port = try server.start()
        let client = Client()
        func open() async throws -> ClientResponse {
            try await client.send(ClientRequest(.get, "http://127.0.0.1:\(port)/"))
        }
        var silent: ClientResponse? = try await open()
        let readers = [try await open(), try await open()]
        var parts = readers.map { $0.makeAsyncIterator() }
        for second in 0..<50 {
            for index in parts.indices {
                var event: [UInt8] = []
                while !event.suffix(3).elementsEqual("x\n\n".utf8) { event += try await parts[index].next() ?? [] }
                let words = String(decoding: event, as: UTF8.self).replacing("retry: 1000\n\n", with: "")
                #expect(words.hasPrefix("data: \(second) "))
            }
            seconds.pass()
        }
        #expect(stream.count == 3 && silent != nil)
        silent = nil
        for await _ in ends { break }
        #expect(stream.count == 2)
        stream.close()
        await server.stop(within: .seconds(5))
    }

    @Test("a stream ends when the token that it was asked for with is revoked, and the others go on")
    func revoked() async throws {
        let test = try TestSite(policy: AccessPolicy(readingIsOpen: false, writingIsOpen: false, chatIsOpen: false))
        let stream = try #require(test.site.stream)
        var asked: [Task<Answer, any Error>] = []
        for name in ["first", "second"] {
            let token = try await test.token(name, TokenGrant(.read))
            asked.append(
                Task { try await test.get("/api/v1/monitoring/stream", ["Authorization": "Bearer \(token)"]) })
        }
        while stream.count < 2 { await Task.yield() }
        try await test.gate.book.perform(
            RevokeToken("first", by: Author("test", by: .commandLine), at: test.tracker.now))
        #expect(try await asked[0].value.text.hasPrefix("retry: 1000\n\n"))
        #expect(stream.count == 1)
        stream.close()
        _ = try await asked[1].value
    }

    @Test("an event has the figures for programs, and the page's texts and parts as the page has them")
    func content() async throws {
        let test = try TestSite()
        await test.engine.ask("first")
        await test.engine.ask("first")
        let source = try #require(test.site.monitoring)
        var parts: Set<String> = []
        for number in 0..<MonitoringParts.rounds {
            let event = MonitoringEvent(
                source.view(.minutes), number: number, parts: test.site.templates.monitoringParts)
            let text = String(decoding: event.bytes, as: UTF8.self)
            #expect(text.hasPrefix("data: {") && text.hasSuffix("}\n\n") && text.split(separator: "\n").count == 1)
            let json = try JSON(parsing: Array(event.bytes.dropFirst(6)))
            #expect(json["requests"]?["received"] == 2 && json["texts"]?["received"] == "2")
            #expect(json["texts"]?["cacheHitRate"] == "50" && json["marks"]?["cacheHitRate"]?[1] == "On target")
            #expect(json["health"]?["state"] == "healthy" && event.bytes.count < 12_000)
            parts.formUnion(json["parts"]?.objectValue?.names ?? [])
        }
        let page = try await test.get("/monitoring").text
        let named = Set(page.matches(of: #/data-part="([^"]+)"/#).map { String($0.1) })
        #expect(parts == named, "every part has its turn")
    }
}
