import Spelling

/// A configuration file that was read: its tree, and its name for messages.
struct ConfigurationFile {
    /// As the person wrote it: `beast.yaml`.
    let name: String
    /// What relative paths in it are relative to.
    let folder: String
    /// `nil` when the file is empty.
    let root: YAMLNode?

    /// - Parameter problems: gains what is wrong with the text or with its keys.
    init(name: String, path: String, bytes: [UInt8], known: [SettingKey], problems: inout [ConfigurationProblem]) {
        self.name = name
        folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        var root: YAMLNode?
        do throws(YAMLError) {
            root = try YAMLNode.parse(bytes)
        } catch {
            problems.append(
                ConfigurationProblem(place: "\(name):\(error.line)", message: error.message, tip: error.tip))
        }
        self.root = root
        if let root { check(root, at: [], known: known, problems: &problems) }
    }

    /// Every key must be known and stand once.
    private func check(
        _ node: YAMLNode, at path: [String], known: [SettingKey], problems: inout [ConfigurationProblem]
    ) {
        guard let entries = node.entries else {
            let owner = path.isEmpty ? "the file" : "“\(path.joined(separator: "."))”"
            problems.append(
                problem(
                    node.line, "\(owner) takes keys and values, found \(node.kind)",
                    "Write key: value\(path.isEmpty ? "" : " on the lines below it, indented by two spaces")."))
            return
        }
        let keys = known.filter { $0.path.starts(with: path) && $0.path.count > path.count }
        var lines: [String: Int] = [:]
        for entry in entries {
            if let first = lines.updateValue(entry.line, forKey: entry.key) {
                problems.append(
                    problem(
                        entry.line, "the key “\(entry.key)” stands already in line \(first)",
                        "Keep one of the two lines."))
                continue
            }
            let here = path + [entry.key]
            if keys.contains(where: { $0.path == here }) { continue }
            if keys.contains(where: { $0.path.starts(with: here) }) {
                check(entry.value, at: here, known: known, problems: &problems)
            } else {
                problems.append(unknown(entry, among: keys.map { $0.path[path.count] }))
            }
        }
    }

    private func unknown(_ entry: YAMLNode.Entry, among names: [String]) -> ConfigurationProblem {
        let tip =
            if let closest = Spelling.closest(to: entry.key, among: names, limit: 1).first {
                "Did you mean \(closest)?"
            } else {
                "Known here are \(names.joined(separator: ", "))."
            }
        return problem(entry.line, "unknown key “\(entry.key.prefix(60))”", tip)
    }

    private func problem(_ line: Int, _ message: String, _ tip: String) -> ConfigurationProblem {
        ConfigurationProblem(place: SettingOrigin.file(name, line: line).description, message: message, tip: tip)
    }
}
