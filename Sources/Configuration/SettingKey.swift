/// Under which names a setting can be given, and what help says about it.
public struct SettingKey: Sendable, Equatable {
    /// The keys that lead to it in the configuration file: `["reports", "folder"]`.
    public let path: [String]
    /// What stands for the value in help: `DIR`.
    public let placeholder: String
    /// What it is for, in a few words.
    public let summary: String

    init(_ path: String..., placeholder: String, summary: String) {
        self.path = path
        self.placeholder = placeholder
        self.summary = summary
    }

    /// `reports.folder`
    public var name: String { path.joined(separator: ".") }

    /// `reports-folder`, for `--reports-folder`.
    public var flag: String { String(path.joined(separator: "-").map { $0 == "_" ? "-" : $0 }) }

    /// `BEAST_REPORTS_FOLDER`
    public var variable: String { "BEAST_" + path.joined(separator: "_").uppercased() }
}

extension SettingKey {
    /// The configuration file itself. Only a flag or the environment can name it.
    public static let config = SettingKey(
        "config", placeholder: "FILE", summary: "the configuration file (./beast.yaml, if there)")
    static let timeZone = SettingKey("time_zone", placeholder: "NAME", summary: "the reporting time zone (UTC)")
    static let data = SettingKey("data", placeholder: "DIR", summary: "the folder of the database (./data)")
    static let roadmap = SettingKey(
        "roadmap", placeholder: "DIR", summary: "the folder of the roadmap documents (./roadmap)")
    static let host = SettingKey("host", placeholder: "ADDRESS", summary: "the address to serve on (127.0.0.1)")
    static let port = SettingKey("port", placeholder: "NUMBER", summary: "the port to serve on; 0 picks one (8080)")
    static let hosts = SettingKey(
        "hosts", placeholder: "NAMES", summary: "further names it is reached by, such as beast.example.org (none)")
    static let tlsCertificate = SettingKey(
        "tls", "cert", placeholder: "FILE", summary: "the certificate chain in PEM form, to serve https (none)")
    static let tlsKey = SettingKey("tls", "key", placeholder: "FILE", summary: "the private key of that certificate")
    static let connections = SettingKey(
        "limits", "connections", placeholder: "NUMBER", summary: "how many connections may be open (8192)")
    static let connectionsPerAddress = SettingKey(
        "limits", "connections_per_address", placeholder: "NUMBER",
        summary: "how many of them from one address other than this machine's (256)")
    static let drain = SettingKey(
        "drain", placeholder: "TIME",
        summary: "how long running requests may take to finish when it stops (10 seconds)")
    static let reportsFolder = SettingKey(
        "reports", "folder", placeholder: "DIR", summary: "where to write each week's report (nowhere)")
    static let publicFolder = SettingKey("public", placeholder: "DIR", summary: "the folder of the static files")
    static let templates = SettingKey("templates", placeholder: "DIR", summary: "the folder of the page templates")

    static let log = SettingKey(
        "log", placeholder: "text|json|off", summary: "how requests are logged; messages are shown even so (off)")
    static let logFile = SettingKey(
        "log_file", placeholder: "FILE", summary: "where the log goes, opened anew on SIGHUP (standard error)")

    static let referenceModel = SettingKey(
        "reference_model", placeholder: "NAME", summary: "the model whose price savings are measured by")
    static let cacheMemory = SettingKey(
        "cache", "memory", placeholder: "SIZE", summary: "how much memory the cache of answers may take (64MB)")
    static let semanticThreshold = SettingKey(
        "cache", "semantic", "threshold", placeholder: "NUMBER",
        summary: "how similar a question has to be to be answered from the cache (0.95)")

    static let keepPrompts = SettingKey(
        "requests", "keep_prompts", placeholder: "true|false",
        summary: "whether prompts and answers are kept with the requests; off deletes them (false)")
    static let requestsKept = SettingKey(
        "requests", "keep", placeholder: "TIME",
        summary: "how long requests are kept, such as 30 days; their sums stay (for ever)")
    static let warming = SettingKey(
        "cache", "warming", "enabled", placeholder: "BOOL",
        summary: "true or false: whether what is asked is remembered, and the cache warmed (true)")
    static let warmingBudget = SettingKey(
        "cache", "warming", "budget", placeholder: "DOLLARS",
        summary: "what asking valuable requests again may cost a day (none are)")
    static let warmingConcurrency = SettingKey(
        "cache", "warming", "concurrency", placeholder: "NUMBER",
        summary: "how many requests warming asks at a time (2)")

    /// The list of models. It stands in the file alone.
    static let models = SettingKey("models", placeholder: "LIST", summary: "the models")

    /// Rules and webhooks. They stand in the file alone.
    static let alerts = SettingKey("alerts", placeholder: "RULES", summary: "the alerts")

    /// All settings that a flag or the environment may hold, and the file.
    public static let all = [
        timeZone, data, roadmap, host, port, reportsFolder, publicFolder, templates, referenceModel, cacheMemory,
        keepPrompts, requestsKept, semanticThreshold, warming, warmingBudget, warmingConcurrency, log, logFile,
        drain, hosts, tlsCertificate, tlsKey, connections, connectionsPerAddress, reading, writing, chat, sessionIdle,
        sessionAbsolute,
    ]
}
