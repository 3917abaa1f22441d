/// A model as a person wants it written into the file.
public struct ModelDraft: Sendable, Equatable {
    /// Keys with the values that stand after them, in the file's order and spelling.
    private var values: [(key: String, value: String)]

    public static func == (first: ModelDraft, second: ModelDraft) -> Bool { first.lines == second.lines }

    public let name: String

    public init(name: String, endpoint: String) {
        self.name = name
        values = [("name", Self.scalar(name)), ("endpoint", Self.scalar(endpoint))]
    }

    /// A key of text, such as `model` or `key_env`.
    public mutating func set(_ key: String, text: String) { values.append((key, Self.scalar(text))) }

    /// A key of names, such as `fallbacks`.
    public mutating func set(_ key: String, names: [String]) {
        values.append((key, "[\(names.map(Self.scalar).joined(separator: ", "))]"))
    }

    /// A key of a number or of true or false, written as it is.
    public mutating func set(_ key: String, plain: String) { values.append((key, plain)) }

    /// A key of numbers by name, such as `price`.
    public mutating func set(_ key: String, plain members: [(key: String, value: String)]) {
        values.append((key, "{ \(members.map { "\($0.key): \($0.value)" }.joined(separator: ", ")) }"))
    }

    /// Its lines, without the dash before the first and without indentation.
    var lines: [String] { values.map { "\($0.key): \($0.value)" } }

    /// Text as YAML reads it back: in quotes unless it cannot be taken for anything but text.
    static func scalar(_ text: String) -> String {
        let isPlain =
            text.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte & 0xDF) || "_./:-".utf8.contains(byte)
            } && text.utf8.first.map { (0x41...0x5A).contains($0 & 0xDF) } ?? false && !text.hasSuffix(":")
            && !["null", "true", "false", "yes", "no", "on", "off"].contains(text.lowercased())
        guard !isPlain else { return text }
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": quoted += "\\\(scalar)"
            case _ where scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value):
                quoted += "\\x" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
