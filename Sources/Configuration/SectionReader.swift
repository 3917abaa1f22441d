import Spelling

/// Reads a mapping by its keys, and tells of every key that nobody asked for.
struct SectionReader {
    private let file: String
    private let name: String
    private let node: YAMLNode
    private var known: [String] = []
    private(set) var problems: [ConfigurationProblem] = []

    init(_ node: YAMLNode, file: String, named name: String) {
        self.node = node
        self.file = file
        self.name = name
        if node.entries == nil {
            problems.append(
                problem(node.line, "“\(name)” takes keys and values, found \(node.kind)", "Write key: value."))
        }
    }

    mutating func text(_ key: String, required isRequired: Bool = false) -> String? {
        guard let value = value(key) else {
            if isRequired, node.entries != nil {
                problems.append(problem(node.line, "“\(key)” is missing", "Add a line \(key): …"))
            }
            return nil
        }
        guard case .scalar(let text, _) = value.content, !value.isEmpty,
            !text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F })
        else {
            refuse(key, "expected one line of text, found \(value.kind)", "Write one line of text.")
            return nil
        }
        return text
    }

    mutating func number(_ key: String, in range: ClosedRange<Double>) -> Double? {
        guard let value = value(key) else { return nil }
        guard case .scalar(let text, isPlain: true) = value.content, let number = Double(text), range.contains(number)
        else {
            refuse(
                key,
                "expected a number from \(Self.plain(range.lowerBound)) to \(Self.plain(range.upperBound)), found \(value.kind)",
                "Write digits alone.")
            return nil
        }
        return number
    }

    mutating func flag(_ key: String) -> Bool? {
        guard let value = value(key) else { return nil }
        guard case .scalar(let text, isPlain: true) = value.content, text == "true" || text == "false" else {
            refuse(key, "expected true or false, found \(value.kind)", "Write true or false.")
            return nil
        }
        return text == "true"
    }

    mutating func texts(_ key: String) -> [String] {
        guard let value = value(key) else { return [] }
        guard case .sequence(let items) = value.content else {
            refuse(key, "expected a list, found \(value.kind)", "Write [first, second].")
            return []
        }
        return items.compactMap { item in
            if case .scalar(let text, _) = item.content, !item.isEmpty { return text }
            refuse(key, "expected a list of names, found \(item.kind) in it", "Write [first, second].")
            return nil
        }
    }

    /// Whether a key has been asked for and is there.
    func has(_ key: String) -> Bool { node[[key]] != nil }

    /// The entries of a list, to be read one by one.
    mutating func items(_ key: String) -> [YAMLNode] {
        guard let value = value(key) else { return [] }
        guard case .sequence(let items) = value.content else {
            refuse(key, "expected a list, found \(value.kind)", "Write - on a line for each entry, or [].")
            return []
        }
        return items
    }

    /// A length of time such as `30 seconds`, in seconds.
    mutating func seconds(_ key: String) -> Int? {
        guard let value = value(key) else { return nil }
        guard case .scalar(let text, _) = value.content, let seconds = TimeLength.seconds(text) else {
            refuse(key, "expected a time such as 30 seconds or 1 hour, found \(value.kind)", "Write number and unit.")
            return nil
        }
        return seconds
    }

    /// A number, or the word `target`.
    mutating func bound(_ key: String) -> Settings.Alerts.Bound? {
        guard let value = value(key) else { return nil }
        guard case .scalar(let text, isPlain: true) = value.content else {
            refuse(key, "expected a number or target, found \(value.kind)", "Write digits alone, or target.")
            return nil
        }
        if text == "target" { return .target }
        guard let number = Double(text), number.isFinite, abs(number) <= 1e12 else {
            refuse(key, "expected a number or target, found \(value.kind)", "Write digits alone, or target.")
            return nil
        }
        return .value(number)
    }

    /// The name of an environment variable.
    mutating func variable(_ key: String) -> String? {
        guard let name = text(key) else { return nil }
        let isName = name.utf8.allSatisfy {
            ($0 & 0xDF) >= 0x41 && ($0 & 0xDF) <= 0x5A || $0 == 0x5F || (0x30...0x39).contains($0)
        }
        guard isName else {
            refuse(
                key, "it takes the name of an environment variable, never what is in it",
                "Write \(key): ALERTS_… and put it into that variable.")
            return nil
        }
        return name
    }

    /// A mapping within this one; what is wrong in it is taken over with `adopt`.
    mutating func section(_ key: String) -> SectionReader? {
        value(key).map { SectionReader($0, file: file, named: key) }
    }

    mutating func adopt(_ section: SectionReader) { problems += section.problems }

    mutating func refuse(_ key: String, _ message: String, _ tip: String) {
        problems.append(problem(value(key)?.line ?? node.line, "“\(key)”: \(message)", tip))
    }

    /// Tells of keys that were not asked for, and of keys that stand twice.
    mutating func finish() {
        var seen: Set<String> = []
        for entry in node.entries ?? [] {
            if !seen.insert(entry.key).inserted {
                problems.append(problem(entry.line, "the key “\(entry.key)” stands twice", "Keep one of the lines."))
            } else if !known.contains(entry.key) {
                let closest = Spelling.closest(to: entry.key, among: known, limit: 1).first
                problems.append(
                    problem(
                        entry.line, "unknown key “\(entry.key.prefix(60))”",
                        closest.map { "Did you mean \($0)?" } ?? "Known here are \(known.joined(separator: ", "))."))
            }
        }
    }

    private mutating func value(_ key: String) -> YAMLNode? {
        if !known.contains(key) { known.append(key) }
        return node[[key]]
    }

    private static func plain(_ number: Double) -> String {
        number == number.rounded() ? String(Int(number)) : String(number)
    }

    private func problem(_ line: Int, _ message: String, _ tip: String) -> ConfigurationProblem {
        ConfigurationProblem(place: "\(file):\(line)", message: message, tip: tip)
    }
}
