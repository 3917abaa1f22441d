import Engine

/// A line for people.
extension LogEntry {
    var text: String {
        let words =
            switch event {
            case .message(_, let text): [Self.oneLine(text)]
            case .lost(let count): [Self.sentence(lost: count)]
            case .request(let opening, let record): Self.words(opening, record)
            case .exchange(let exchange):
                [
                    "http", exchange.method, exchange.route ?? "(no route)",
                    exchange.status.map(String.init) ?? Self.goneClient, Self.milliseconds(exchange.duration),
                    exchange.id,
                ]
            }
        return "\(UTCText.of(time)) \(level.rawValue) " + words.joined(separator: " ")
    }

    private static func words(_ opening: RequestOpening, _ record: RequestRecord) -> [String] {
        let model = record.modelServed.isEmpty ? opening.modelAsked : record.modelServed
        var words = [
            opening.operation.rawValue, model.isEmpty ? "(no model)" : oneLine(model), "\(record.status)",
            record.cache.rawValue, milliseconds(record.total),
        ]
        if record.usage != .none { words.append("\(record.usage.input)+\(record.usage.output) tokens") }
        if record.cost > 0 { words.append("$\(Double(record.cost) / 100_000_000)") }
        if record.attempts > 1 { words.append("\(record.attempts) attempts") }
        if record.outcome != .succeeded {
            words.append(errorType(record))
        } else if !record.errorCode.isEmpty {
            words.append("instead of one with \(record.errorCode)")
        }
        return words + [opening.tenant, opening.id].filter { !$0.isEmpty }
    }

    private static func milliseconds(_ value: Double) -> String { "\((value * 10).rounded() / 10) ms" }

    /// Nothing that begins another line, or that a terminal would obey.
    private static func oneLine(_ text: String) -> String {
        var line = ""
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator, .format: line += " "
            default: line.unicodeScalars.append(scalar)
            }
        }
        return line
    }
}
