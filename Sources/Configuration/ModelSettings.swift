import Spelling

/// One entry of `models:` in the file: a model, where it is served, and how it may be used.
public struct ModelSettings: Sendable, Equatable {
    /// Dollars for a million tokens.
    public struct Price: Sendable, Equatable {
        public let input: Double
        /// `nil` when cached input costs as much as any other.
        public let cachedInput: Double?
        public let output: Double
    }

    public let name: String
    /// The base address, such as `http://127.0.0.1:11434/v1`.
    public let endpoint: String
    /// The upstream's own id.
    public let model: String
    /// The environment variable that holds the key.
    public let keyVariable: String?
    public let price: Price
    /// Tokens.
    public let context: Int?
    public let weight: Double
    public let fallbacks: [String]
    /// Seconds.
    public let timeout: Double
    public let concurrency: Int
    /// Its answers may be given to every tenant.
    public let isShared: Bool
    /// `beast.yaml:7`
    public let place: String
}

/// Reads the list of models and checks what can be checked without asking an upstream.
struct ModelListReader {
    private let file: String
    private(set) var problems: [ConfigurationProblem] = []

    init(file: String) {
        self.file = file
    }

    mutating func read(_ node: YAMLNode) -> [ModelSettings] {
        guard case .sequence(let items) = node.content else {
            refuse(node.line, "“models” takes a list, found \(node.kind)", "Write - name: … for each model.")
            return []
        }
        var models: [ModelSettings] = []
        for item in items {
            guard let model = model(item) else { continue }
            if let first = models.first(where: { $0.name == model.name }) {
                refuse(item.line, "the model “\(model.name)” stands twice, first in \(first.place)", "Rename one.")
            } else {
                models.append(model)
            }
        }
        check(models)
        return models
    }

    /// Names beginning so are the program's own models.
    static let ownPrefix = "local:"

    /// What to do about the name of a model that is not there; `nil` for one that is, or is the program's own.
    static func tip(forUnknown name: String, among names: [String]) -> String? {
        if names.contains(name) || name.hasPrefix(ownPrefix) { return nil }
        let closest = Spelling.closest(to: name, among: names, limit: 1).first
        return closest.map { "Did you mean \($0)?" } ?? "Name one that is listed under models, or local:roadmap."
    }

    private mutating func check(_ models: [ModelSettings]) {
        let names = models.map(\.name)
        for model in models {
            for fallback in model.fallbacks {
                guard let tip = Self.tip(forUnknown: fallback, among: names) else { continue }
                problems.append(
                    ConfigurationProblem(
                        place: model.place,
                        message: "“\(model.name)” falls back to “\(fallback.prefix(60))”, which is no model",
                        tip: tip))
            }
        }
    }

    private mutating func model(_ node: YAMLNode) -> ModelSettings? {
        var section = SectionReader(node, file: file, named: "models")
        let name = section.text("name", required: true)
        let endpoint = section.text("endpoint", required: true)
        let id = section.text("model")
        let key = section.text("key_env")
        let context = section.number("context", in: 1...100_000_000)
        let weight = section.number("weight", in: 0...1_000_000)
        let timeout = section.number("timeout", in: 0.1...86_400)
        let concurrency = section.number("concurrency", in: 1...10_000)
        let fallbacks = section.texts("fallbacks")
        let isShared = section.flag("shared")
        let price = price(&section)
        section.finish()
        if let name, name == "auto" || name.hasPrefix(Self.ownPrefix) {
            section.refuse(
                "name", "“\(name.prefix(60))” is a name of the program's own",
                "Choose another, such as custom:your-model.")
        }
        if let endpoint, !endpoint.hasPrefix("http://"), !endpoint.hasPrefix("https://") {
            section.refuse(
                "endpoint", "“\(endpoint.prefix(80))” is no http address", "Write it as http://127.0.0.1:11434/v1.")
        }
        if let endpoint, endpoint.contains("@") {
            section.refuse(
                "endpoint", "the address holds a user or a password",
                "Put the key into a variable and name that with key_env.")
        }
        if let key,
            !key.utf8.allSatisfy({
                ($0 & 0xDF) >= 0x41 && ($0 & 0xDF) <= 0x5A || $0 == 0x5F || (0x30...0x39).contains($0)
            })
        {
            section.refuse(
                "key_env", "it takes the name of an environment variable, never a key itself",
                "Write key_env: YOUR_MODEL_KEY and put the key into that variable.")
        }
        problems += section.problems
        guard section.problems.isEmpty, let name, let endpoint else { return nil }
        return ModelSettings(
            name: name, endpoint: endpoint, model: id ?? name, keyVariable: key, price: price,
            context: context.map { Int($0) }, weight: weight ?? 1, fallbacks: fallbacks, timeout: timeout ?? 30,
            concurrency: Int(concurrency ?? 32), isShared: isShared ?? false, place: "\(file):\(node.line)")
    }

    private func price(_ section: inout SectionReader) -> ModelSettings.Price {
        let dollars = 0.0...1_000_000
        guard var price = section.section("price") else { return .init(input: 0, cachedInput: nil, output: 0) }
        let input = price.number("input", in: dollars)
        let cached = price.number("cached_input", in: dollars)
        let output = price.number("output", in: dollars)
        price.finish()
        section.adopt(price)
        return .init(input: input ?? 0, cachedInput: cached, output: output ?? 0)
    }

    private mutating func refuse(_ line: Int, _ message: String, _ tip: String) {
        problems.append(ConfigurationProblem(place: "\(file):\(line)", message: message, tip: tip))
    }
}
