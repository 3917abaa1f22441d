import Engine
import JSON

extension AlertNotice {
    /// What webhooks get: the same bytes at each try. `text` is what Slack and those that speak its language show; they
    /// pass over the rest.
    var json: JSON {
        [
            "text": .string(Self.escaped(text)), "id": .string(id), "event": .string("alert.\(event.rawValue)"),
            "alert": [
                "id": .string(alert.id), "rule": .string(alert.rule), "metric": .string(alert.metric.rawValue),
                "subject": alert.subject.isEmpty ? .null : .string(alert.subject),
                "state": .string(event == .started ? "firing" : "resolved"), "message": .string(alert.message),
                "reason": .string(alert.reason), "tip": .string(alert.tip), "value": Self.figure(alert.value),
                "threshold": Self.figure(alert.threshold), "unit": .string(alert.metric.unit),
                "startedAt": .string(UTCText.of(alert.startedAt)),
                "resolvedAt": event == .resolved
                    ? alert.resolvedAt.map { .string(UTCText.of($0)) } ?? .null : .null,
                "recovery": event == .resolved ? .string(alert.recovery) : .null,
            ],
        ]
    }

    private static func figure(_ value: Double?) -> JSON {
        value.map { .number(($0 * 1e6).rounded() / 1e6) } ?? .null
    }

    /// Slack's three control characters, so that no name can mention or link anything.
    private static func escaped(_ text: String) -> String {
        text.reduce(into: "") { escaped, character in
            switch character {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            default: escaped.append(character)
            }
        }
    }
}
