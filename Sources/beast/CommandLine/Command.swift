import Configuration

/// One thing that `beast` does.
protocol Command {
    static var name: String { get }
    static var summary: String { get }
    /// What follows the name, such as `MONTH WEEK TITLE`.
    static var operands: String { get }
    /// Its own options; the common ones come on top.
    static var options: [Option] { get }
    /// Settings that are options of this command besides the common ones.
    static var settings: [SettingKey] { get }
    /// What else a person should know, with an example or two.
    static var details: String { get }
    /// What `--help` prints.
    static var help: String { get }

    static func run(_ arguments: Arguments, in environment: CommandEnvironment) throws
}

extension Command {
    static var operands: String { "" }
    static var options: [Option] { [] }
    static var settings: [SettingKey] { [] }
    static var details: String { "" }

    static var allOptions: [Option] {
        let common = SettingKey.all.filter { ["data", "roadmap", "time-zone"].contains($0.flag) } + [SettingKey.config]
        return options
            + (settings + common).map { .value($0.flag, $0.placeholder, $0.summary) }
            + [.flag("help", "this help")]
    }

    /// The help for one command.
    static var help: String {
        var text = "usage: beast \(name)\(operands.isEmpty ? "" : " " + operands) [options]\n\n\(summary)\n"
        if !details.isEmpty { text += "\n\(details)\n" }
        text += "\noptions:\n"
        let rows = allOptions.map { ("--" + $0.name + ($0.placeholder.map { " " + $0 } ?? ""), $0.summary) }
        let width = rows.map(\.0.count).max() ?? 0
        for (option, summary) in rows { text += "  \(padded(option, width))  \(summary)\n" }
        return text
    }
}

/// `text` with blanks behind it up to `width` characters.
func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
}

/// `text` with blanks before it up to `width` characters.
func leftPadded(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
}
