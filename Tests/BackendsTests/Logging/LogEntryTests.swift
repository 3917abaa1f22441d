import Engine
import HTTP
import JSON
import Testing

@testable import Backends

@Suite("Lines of the log")
struct LogEntryTests {
    private static func opening(_ model: String = "custom:a", tenant: String = "key-1") -> RequestOpening {
        RequestOpening(id: "r-1", receivedAt: 1_000_000_000_000, tenant: tenant, modelAsked: model, isStreamed: true)
    }

    private static var answered: RequestRecord {
        var record = RequestRecord()
        record.cache = .semantic
        record.similarity = 0.97
        record.modelServed = "custom:b"
        record.attempts = 2
        record.usage = Usage(input: 1000, cachedInput: 200, output: 500)
        record.cost = 210_000
        record.saving = 1
        record.queued = 0.5
        record.upstreamTime = 20.0004
        record.firstByte = 21.25
        record.total = 123.456
        record.errorCode = "http_503"
        return record
    }

    private static var failed: RequestRecord {
        var record = RequestRecord()
        record.outcome = .failed
        record.status = 502
        record.errorCode = "malformed"
        record.total = 1
        return record
    }

    @Test("a request has OpenTelemetry's names for what they name, and says what it cost")
    func request() {
        #expect(
            LogEntry.request(Self.opening(), Self.answered).json.text == """
                {"timestamp":"2001-09-09T01:46:40.123Z","level":"info","event":"request","beast.request.id":"r-1",\
                "beast.tenant":"key-1","beast.outcome":"succeeded","http.response.status_code":200,\
                "gen_ai.operation.name":"chat","gen_ai.provider.name":"custom","gen_ai.request.model":"custom:a",\
                "gen_ai.response.model":"custom:b","gen_ai.usage.input_tokens":1000,\
                "gen_ai.usage.output_tokens":500,"gen_ai.usage.cache_read.input_tokens":200,"beast.stream":true,\
                "beast.cache":"semantic","beast.similarity":0.97,"beast.cost":0.0021,"beast.saving":1e-08,\
                "beast.attempts":2,"beast.queued_ms":0.5,"beast.upstream_ms":20,"beast.first_byte_ms":21.25,\
                "beast.duration_ms":123.456,"beast.fallback":"http_503"}
                """)
    }

    @Test("what failed or was cancelled has an error's type, and a level of its own")
    func failure() {
        let failed = LogEntry.request(Self.opening(), Self.failed).json
        #expect(failed["level"] == "error" && failed["error.type"] == "malformed")
        #expect(failed["gen_ai.response.model"] == nil && failed["beast.fallback"] == nil)
        var refused = Self.failed
        refused.status = 400
        #expect(LogEntry.request(Self.opening(), refused).json["level"] == "warn")
        var gone = RequestRecord()
        gone.outcome = .cancelled
        let cancelled = LogEntry.request(Self.opening("auto"), gone).json
        #expect(cancelled["level"] == "info" && cancelled["error.type"] == "client_gone")
        #expect(cancelled["gen_ai.provider.name"] == "beast")
    }

    @Test("a line for people is one line, whatever a client calls its model")
    func text() {
        #expect(
            LogEntry.request(Self.opening(), Self.answered).text == """
                2001-09-09T01:46:40.123Z info chat custom:b 200 semantic 123.5 ms 1000+500 tokens $0.0021 2 attempts \
                instead of one with http_503 key-1 r-1
                """)
        let hostile = "a\n2001 info \u{1B}[31mred\u{202E}\u{2028}" + String(repeating: "ä", count: 1_000_000)
        let line = LogEntry.request(Self.opening(hostile), Self.failed).text
        #expect(line.hasPrefix("2001-09-09T01:46:40.001Z error chat a 2001 info  [31mred  ä"))
        #expect(line.utf8.count < 400 && !line.unicodeScalars.contains { $0.properties.generalCategory == .control })
        let message = LogEntry(time: 0, event: .message(.warning, "wrong\n  line 3"))
        #expect(message.text == "1970-01-01T00:00:00.000Z warn wrong   line 3")
    }

    @Test("a request to the web server is known by its route; neither its path nor its query is told")
    func exchange() throws {
        let request = try Request(.get, "/docs/secret?key=secret", headers: ["X-Request-Id": "r-2"])
        func entry(_ status: Status?, _ route: String?) -> LogEntry {
            let exchange = Exchange(request: request, status: status, nanoseconds: 1_500_000)
            return LogEntry(time: 0, event: .exchange(LoggedExchange(exchange, route: route)))
        }
        #expect(
            entry(.ok, "/docs/:name").json.text == """
                {"timestamp":"1970-01-01T00:00:00.000Z","level":"info","event":"http","beast.request.id":"r-2",\
                "http.request.method":"GET","http.route":"/docs/:name","http.response.status_code":200,\
                "beast.duration_ms":1.5}
                """)
        #expect(
            entry(.notFound, nil).text
                == "1970-01-01T00:00:00.000Z info http GET (no route) 404 1.5 ms r-2")
        let broken = entry(.serviceUnavailable, nil).json
        #expect(broken["level"] == "error" && broken["error.type"] == "503")
        #expect(entry(nil, nil).json["error.type"] == "client_gone")
        let odd = Exchange(request: try Request(Method(rawValue: "BREW"), "/"), status: nil, nanoseconds: 0)
        #expect(LoggedExchange(odd, route: nil).method == "_OTHER")
    }
}
