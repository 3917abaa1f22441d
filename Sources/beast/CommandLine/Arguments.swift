import Configuration
import Spelling

/// A word that begins with two hyphens, and whether a value follows it.
struct Option {
    let name: String
    /// What stands for the value in help; `nil` for a switch.
    let placeholder: String?
    let summary: String

    static func flag(_ name: String, _ summary: String) -> Option {
        Option(name: name, placeholder: nil, summary: summary)
    }

    static func value(_ name: String, _ placeholder: String, _ summary: String) -> Option {
        Option(name: name, placeholder: placeholder, summary: summary)
    }
}

/// The words after a command's name, read by the options that it knows.
struct Arguments {
    let operands: [String]
    private let values: [String: String]

    /// - Throws: `UsageError` for an option that the command does not know, that lacks its value or that stands twice.
    init(_ words: [String], options: [Option], command: String) throws(UsageError) {
        var operands: [String] = []
        var values: [String: String] = [:]
        var rest = words[...]
        while let word = rest.popFirst() {
            guard word.hasPrefix("--"), word != "--" else {
                if word == "--" {
                    operands += rest
                    break
                }
                // A lone hyphen and negative numbers are operands.
                guard !word.hasPrefix("-") || word == "-" || Double(word) != nil else {
                    throw UsageError("There is no option \(word).", tip: Self.help(command))
                }
                operands.append(word)
                continue
            }
            let parts = word.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(parts[0])
            guard let option = options.first(where: { $0.name == name }) else {
                let closest = Spelling.closest(to: name, among: options.map(\.name), limit: 1)
                throw UsageError(
                    "There is no option --\(name).",
                    tip: closest.first.map { "Did you mean --\($0)?" } ?? Self.help(command))
            }
            guard values[name] == nil else {
                throw UsageError("The option --\(name) stands twice.", tip: "Give it once.")
            }
            if option.placeholder == nil {
                guard parts.count == 1 else { throw UsageError("The option --\(name) takes no value.", tip: "") }
                values[name] = ""
            } else if parts.count == 2 {
                values[name] = String(parts[1])
            } else if let value = rest.popFirst() {
                values[name] = value
            } else {
                throw UsageError("The option --\(name) needs a value.", tip: Self.help(command))
            }
        }
        self.operands = operands
        self.values = values
    }

    subscript(name: String) -> String? { values[name] }

    func has(_ name: String) -> Bool { values[name] != nil }

    /// The options that are settings too, for the configuration.
    var settings: [String: String] {
        let names = Set((SettingKey.all + [.config]).map(\.flag))
        return values.filter { names.contains($0.key) }
    }

    private static func help(_ command: String) -> String { "`beast \(command) --help` lists what it takes." }
}

/// The command line cannot be understood: exit code 2.
struct UsageError: Error {
    let message: String
    let tip: String

    init(_ message: String, tip: String) {
        self.message = message
        self.tip = tip
    }
}

/// A command did not do what it was asked to: exit code 1.
struct CommandFailure: Error {
    let message: String
    let tip: String
}
