import JSON
import Roadmap

/// The models as a person reads them in a terminal: a line for what each is, and one for how it is doing.
struct ModelTable {
    private let terminal: Terminal
    private let isServed: Bool

    /// - Parameter isServed: whether a running server says so.
    init(_ terminal: Terminal, isServed: Bool) {
        self.terminal = terminal
        self.isServed = isServed
    }

    /// - Parameter listing: as `GET /api/v1/models` answers.
    func text(_ listing: JSON) -> String {
        let models = listing["models"]?.arrayValue ?? []
        let width = models.map { ($0["name"]?.stringValue ?? "").count }.max() ?? 0
        var text = models.map { line(for: $0, width) }.joined()
        if let configuration = listing["configuration"], let loaded = configuration["loadedAt"]?.stringValue {
            text += terminal.styled("As the running server read it at \(loaded).", .soft) + "\n"
            for problem in configuration["problems"]?.arrayValue ?? [] {
                text += terminal.styled("refused  ", .bad) + (problem.stringValue ?? "") + "\n"
            }
        } else {
            text += terminal.styled("No server runs on this data.", .soft) + "\n"
        }
        return text
    }

    private func line(for model: JSON, _ width: Int) -> String {
        let name = terminal.styled(padded(model["name"]?.stringValue ?? "", width), .strong)
        let endpoint = model["endpoint"]?.stringValue
        let place = endpoint.map { "\($0)  \(model["model"]?.stringValue ?? "")" } ?? "built in"
        var facts = [price(model["price"])]
        if let context = model["context"]?.integerValue { facts.append("\(context) tokens") }
        facts.append("weight \(Figure.text(model["weight"]?.doubleValue ?? 0))")
        var text = "\(name)  \(place)\n" + String(repeating: " ", count: width + 2) + facts.joined(separator: ", ")
        if let variable = model["keyVariable"]?.stringValue {
            let isSet = model["isKeySet"]?.boolValue ?? false
            text +=
                ", " + terminal.styled(isSet ? "\(variable) is set" : "\(variable) is not set", isSet ? .good : .bad)
        }
        return text + "\n" + (isServed ? String(repeating: " ", count: width + 2) + standing(model) + "\n" : "")
    }

    private func standing(_ model: JSON) -> String {
        let circuit = model["circuit"]?.stringValue ?? ""
        let inFlight = model["inFlight"]?.integerValue ?? 0
        let waiting = model["waiting"]?.integerValue ?? 0
        var text = terminal.styled("circuit \(circuit)", circuit == "closed" ? .good : .bad) + ", \(inFlight) in flight"
        if waiting > 0 { text += ", \(waiting) waiting" }
        if let latency = model["latency"]?.doubleValue { text += ", \(Figure.text(latency.rounded())) ms" }
        return text
    }

    private func price(_ price: JSON?) -> String {
        let input = price?["input"]?.doubleValue ?? 0
        let output = price?["output"]?.doubleValue ?? 0
        return input == 0 && output == 0 ? "free" : "$\(Dollars.text(input)) in, $\(Dollars.text(output)) out a million"
    }
}
