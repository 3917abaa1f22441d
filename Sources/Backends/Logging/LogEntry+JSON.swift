import Engine
import JSON

/// A line of JSON. Where OpenTelemetry has a name for something it is used
/// (https://opentelemetry.io/docs/specs/semconv/registry/attributes/gen-ai/ and …/http/); what is ours begins with
/// `beast.`. Times are milliseconds, costs dollars. What is not known is left out.
extension LogEntry {
    var json: JSON {
        var line: JSON.Object = ["timestamp": .string(UTCText.of(time)), "level": .string(level.rawValue)]
        switch event {
        case .message(_, let text):
            line["event"] = "message"
            line["message"] = .string(text)
        case .lost(let count):
            line["event"] = "log.lost"
            line["message"] = .string(Self.sentence(lost: count))
            line["beast.log.lost"] = .integer(Int64(clamping: count))
        case .request(let opening, let record): Self.add(opening, record, to: &line)
        case .exchange(let exchange): Self.add(exchange, to: &line)
        }
        return .object(line)
    }

    private static func add(_ opening: RequestOpening, _ record: RequestRecord, to line: inout JSON.Object) {
        line["event"] = "request"
        line["beast.request.id"] = .string(opening.id)
        if !opening.tenant.isEmpty { line["beast.tenant"] = .string(opening.tenant) }
        line["beast.outcome"] = .string(record.outcome.rawValue)
        line["http.response.status_code"] = .integer(Int64(record.status))
        line["gen_ai.operation.name"] = .string(opening.operation.rawValue)
        line["gen_ai.provider.name"] = .string(provider(opening, record))
        if !opening.modelAsked.isEmpty { line["gen_ai.request.model"] = .string(opening.modelAsked) }
        if !record.modelServed.isEmpty { line["gen_ai.response.model"] = .string(record.modelServed) }
        line["gen_ai.usage.input_tokens"] = .integer(record.usage.input)
        line["gen_ai.usage.output_tokens"] = .integer(record.usage.output)
        line["gen_ai.usage.cache_read.input_tokens"] = .integer(record.usage.cachedInput)
        line["beast.stream"] = .bool(opening.isStreamed)
        line["beast.cache"] = .string(record.cache.rawValue)
        if record.cache == .semantic { line["beast.similarity"] = .number(thousandths(Double(record.similarity))) }
        line["beast.cost"] = .number(dollars(record.cost))
        line["beast.saving"] = .number(dollars(record.saving))
        line["beast.attempts"] = .integer(Int64(record.attempts))
        line["beast.queued_ms"] = .number(thousandths(record.queued))
        line["beast.upstream_ms"] = .number(thousandths(record.upstreamTime))
        line["beast.first_byte_ms"] = .number(thousandths(record.firstByte))
        line["beast.duration_ms"] = .number(thousandths(record.total))
        if record.outcome == .succeeded {
            if !record.errorCode.isEmpty { line["beast.fallback"] = .string(record.errorCode) }
        } else {
            line["error.type"] = .string(errorType(record))
        }
    }

    private static func add(_ exchange: LoggedExchange, to line: inout JSON.Object) {
        line["event"] = "http"
        line["beast.request.id"] = .string(exchange.id)
        line["http.request.method"] = .string(exchange.method)
        if let route = exchange.route { line["http.route"] = .string(route) }
        if let status = exchange.status { line["http.response.status_code"] = .integer(Int64(status)) }
        line["beast.duration_ms"] = .number(thousandths(exchange.duration))
        if exchange.status ?? 500 >= 500 {
            line["error.type"] = .string(exchange.status.map(String.init) ?? goneClient)
        }
    }

    static func sentence(lost count: UInt64) -> String {
        "\(count) lines of the log were lost: whoever reads it is too slow, or its disk is full."
    }

    /// Who serves the model: what stands before the colon of its name, as in `custom:your-model`. `beast` where there
    /// is none.
    private static func provider(_ opening: RequestOpening, _ record: RequestRecord) -> String {
        let model = record.modelServed.isEmpty ? opening.modelAsked : record.modelServed
        guard let colon = model.firstIndex(of: ":"), colon != model.startIndex else { return "beast" }
        return String(model[..<colon])
    }

    static func errorType(_ record: RequestRecord) -> String {
        if !record.errorCode.isEmpty { return record.errorCode }
        return record.outcome == .cancelled ? goneClient : "_OTHER"
    }

    /// Like the code that the router has for it.
    static let goneClient = "client_gone"

    private static func dollars(_ microCents: Int64) -> Double { Double(microCents) / 100_000_000 }

    private static func thousandths(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }
}
