import Spelling

/// Adds models to the text of a configuration and takes them out of it. Everything else, comments too, stays as it is
/// byte for byte.
///
/// It edits a list that is written with a line for each dash, as the examples are. What comes of an edit is to be loaded
/// before it is kept: the editor knows where things stand, not what they mean.
public struct ModelListEditor {
    private let file: String
    private var text: TextLines
    private let root: YAMLNode?

    /// - Parameter file: its name, for messages.
    /// - Throws: what is wrong with the text, with its line.
    public init(file: String, bytes: [UInt8]) throws(ConfigurationError) {
        self.file = file
        text = TextLines(bytes)
        do throws(YAMLError) {
            root = try YAMLNode.parse(bytes)
        } catch {
            throw ConfigurationError([
                ConfigurationProblem(place: "\(file):\(error.line)", message: error.message, tip: error.tip)
            ])
        }
    }

    /// The text with one more model, the last of the list.
    /// - Throws: when there is a model of that name, or the list is not written in lines.
    public func adding(_ draft: ModelDraft) throws(ConfigurationError) -> [UInt8] {
        var text = text
        guard let root else {
            text.append(Self.list(of: draft, column: 1))
            return text.bytes
        }
        guard let entry = root.entries?.first(where: { $0.key == "models" }) else {
            guard root.entries != nil, !root.isFlow else { throw inBrackets(root) }
            text.append(Self.list(of: draft, column: root.column))
            return text.bytes
        }
        let items = try items(of: entry)
        if let twin = items.first(where: { $0.name == draft.name }) {
            throw refusal(
                twin.node.line, "there is a model “\(draft.name.prefix(60))” already",
                "Choose another name, or `beast models remove` that one first.")
        }
        guard let last = items.last else {
            guard text.replaceValue(ofKeyIn: entry.line, atMost: entry.value.lastLine, by: "") else {
                throw inBrackets(entry.value)
            }
            text.insert(Self.item(draft, column: root.column + 2), after: entry.value.lastLine)
            return text.bytes
        }
        text.insert(Self.item(draft, column: entry.value.column), after: last.node.lastLine)
        return text.bytes
    }

    /// The text without a model.
    /// - Throws: when there is none of that name, with the closest ones, or when the list is not written in lines.
    public func removing(_ name: String) throws(ConfigurationError) -> [UInt8] {
        let entry = root?.entries?.first { $0.key == "models" }
        var items: [Item] = []
        if let entry { items = try self.items(of: entry) }
        guard let entry, let item = items.first(where: { $0.name == name }) else {
            throw unknown(name, among: items.compactMap(\.name))
        }
        var text = text
        // The dash may stand in a line of its own, above the keys.
        let first = text.lastLine(upTo: item.node.line, withDashIn: entry.value.column)
        text.remove(first...item.node.lastLine)
        if items.count == 1 { _ = text.replaceValue(ofKeyIn: entry.line, atMost: entry.line, by: " []") }
        return text.bytes
    }

    private typealias Item = (name: String?, node: YAMLNode)

    /// The models of the list; none where nothing is written or `[]`.
    private func items(of entry: YAMLNode.Entry) throws(ConfigurationError) -> [Item] {
        if entry.value.isEmpty { return [] }
        guard case .sequence(let nodes) = entry.value.content else {
            throw refusal(
                entry.line, "“models” takes a list, found \(entry.value.kind)", "Write - name: … for each model.")
        }
        guard !entry.value.isFlow || nodes.isEmpty else { throw inBrackets(entry.value) }
        return nodes.map { node in
            guard case .scalar(let name, _)? = node[["name"]]?.content else { return (nil, node) }
            return (name, node)
        }
    }

    private func unknown(_ name: String, among names: [String]) -> ConfigurationError {
        let closest = Spelling.closest(to: name, among: names, limit: 3)
        let tip =
            if !closest.isEmpty {
                "Did you mean \(closest.joined(separator: " or "))?"
            } else if names.isEmpty {
                "It lists no models."
            } else {
                "It lists \(names.joined(separator: ", "))."
            }
        return ConfigurationError([
            ConfigurationProblem(place: file, message: "there is no model “\(name.prefix(60))” in it", tip: tip)
        ])
    }

    private func inBrackets(_ node: YAMLNode) -> ConfigurationError {
        refusal(
            node.line, "this is written in brackets, which is not edited here",
            "Write each model in lines of its own, beginning with - name: …, or edit the file by hand.")
    }

    private func refusal(_ line: Int, _ message: String, _ tip: String) -> ConfigurationError {
        ConfigurationError([ConfigurationProblem(place: "\(file):\(line)", message: message, tip: tip)])
    }

    /// The whole list, at the end of a mapping that begins in a column.
    private static func list(of draft: ModelDraft, column: Int) -> [String] {
        [indented("models:", column)] + item(draft, column: column + 2)
    }

    /// - Parameter column: of the dash, from 1.
    private static func item(_ draft: ModelDraft, column: Int) -> [String] {
        draft.lines.enumerated().map { index, line in
            index == 0 ? indented("- " + line, column) : indented(line, column + 2)
        }
    }

    private static func indented(_ text: String, _ column: Int) -> String {
        String(repeating: " ", count: column - 1) + text
    }
}
