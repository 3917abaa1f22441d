import HTTP
import JSON
import Roadmap
import Site

enum CacheStatsCommand: Command {
    static let name = "cache stats"
    static let summary = "Says of each tier whether it works, what it holds and how often it had the answer."
    static let options = [Option.flag("json", "print everything as JSON")]
    static let details = """
        L1 is the running server's memory, L2 Redis or Upstash, L3 a file in the data folder. Hits, misses and failures are
        those since the server's start. Without a running server it looks at what is on the disk.
        """

    static func run(_ arguments: Arguments, in environment: CommandEnvironment) throws {
        guard arguments.operands.isEmpty else {
            throw UsageError("`beast cache stats` takes options alone.", tip: "For example: beast cache stats --json")
        }
        let data = try environment.settings(arguments).data.value
        let server = try RunningServer.find(data: data)
        let figures: JSON
        if let server {
            figures = try server.call(.get, "/api/v1/cache")
        } else {
            let cache = try IdleCache(data: data, variables: environment.variables)
            defer { cache.close() }
            figures = ["tiers": .array(try cache.report().map(\.json)), "semantic": nil]
        }
        guard !arguments.has("json") else { return try environment.terminal.write(figures.pretty) }
        var text = ""
        let tiers = figures["tiers"]?.arrayValue ?? []
        for (name, absence) in absences where server != nil || name != "l1" {
            let tier = tiers.first { $0["tier"]?.stringValue == name }
            text += line(tier ?? ["tier": .string(name), "state": "none"], environment.terminal, server != nil)
            if tier == nil { text = text.dropLast() + absence + "\n" }
        }
        if let semantic = figures["semantic"], !semantic.isNull {
            text += line(semantic: semantic, environment.terminal)
        }
        if server == nil { text += environment.terminal.styled("No server runs on this data.", .soft) + "\n" }
        try environment.terminal.write(text)
    }

    /// What it means that a tier is not there.
    private static let absences = [
        ("l1", ""), ("l2", "REDIS_URL or UPSTASH_REDIS_REST_URL and …_TOKEN switch it on"), ("l3", "no file yet"),
    ]

    private static func line(_ tier: JSON, _ terminal: Terminal, _ isServed: Bool) -> String {
        let state = tier["state"]?.stringValue ?? ""
        var facts: [String] = []
        if let entries = tier["entries"]?.integerValue, let bytes = tier["bytes"]?.integerValue,
            let capacity = tier["capacity"]?.integerValue
        {
            facts.append("\(counted(Int(entries), "answer")) in \(size(bytes)) of \(size(capacity))")
        }
        if isServed, state != "none" {
            func count(_ key: String) -> Int64 { tier[key]?.integerValue ?? 0 }
            facts.append("\(count("hits")) hits, \(count("misses")) misses, \(count("failures")) failures")
        }
        var text = terminal.styled(tier["tier"]?.stringValue ?? "", .strong) + "        "
        text +=
            terminal.styled(padded(state, 6), state == "on" ? .good : state == "off" ? .bad : .soft)
            + facts.joined(separator: "; ") + "\n"
        if let error = tier["lastError"]?.stringValue { text += "                last error: \(error)\n" }
        return text
    }

    private static func line(semantic: JSON, _ terminal: Terminal) -> String {
        let isOn = semantic["state"]?.stringValue == "on"
        let facts =
            isOn
            ? "\(counted(Int(semantic["entries"]?.integerValue ?? 0), "question")), "
                + "threshold \(Figure.text(semantic["threshold"]?.doubleValue ?? 0))"
            : semantic["reason"]?.stringValue ?? ""
        return terminal.styled("semantic", .strong) + "  "
            + terminal.styled(padded(isOn ? "on" : "off", 6), isOn ? .good : .attention) + facts + "\n"
    }

    private static func size(_ bytes: Int64) -> String {
        switch bytes {
        case ..<1024: "\(bytes) B"
        case ..<(1 << 20): "\(Figure.text((Double(bytes) / 1024 * 10).rounded() / 10)) KB"
        case ..<(1 << 30): "\(Figure.text((Double(bytes) / 1_048_576 * 10).rounded() / 10)) MB"
        default: "\(Figure.text((Double(bytes) / 1_073_741_824 * 10).rounded() / 10)) GB"
        }
    }
}
