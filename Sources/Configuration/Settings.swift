/// How this program is set up: from flags, the environment, `beast.yaml` and defaults, the first that says something.
///
/// An empty variable says nothing. Paths are complete: those in the file were relative to the file's folder, all others
/// to the working directory.
public struct Settings: Sendable, Equatable {
    /// The IANA name of the reporting time zone, `UTC` by default. Whether there is such a zone shows when it is used.
    public let timeZone: Setting<String>
    /// The folder of the database, `./data` by default.
    public let data: Setting<String>
    /// The folder of the roadmap documents, `./roadmap` by default.
    public let roadmap: Setting<String>
    /// The address to serve on, `127.0.0.1` by default.
    public let host: Setting<String>
    /// The port to serve on, 8080 by default; 0 lets the system pick one.
    public let port: Setting<Int>
    /// Names besides ``host`` that it is reached by.
    public let hosts: Setting<[String]>
    /// What to serve HTTPS with; `nil` for plain HTTP.
    public let tls: TLS?
    public let limits: Limits
    public let reports: Reports
    /// The folder of the static files; `nil` leaves it to the program.
    public let publicFolder: Setting<String>?
    /// The folder of the page templates; `nil` leaves it to the program.
    public let templates: Setting<String>?

    /// The configuration file.
    public let file: File
    /// The models of the file, besides the built-in one.
    public let models: [ModelSettings]
    /// The model whose price savings are measured by; `nil` when none is named.
    public let referenceModel: Setting<String>?
    public let cache: Cache
    public let requests: Requests
    public let alerts: Alerts
    public let log: Log
    /// Seconds that running requests may take to finish when the server stops, 10 by default.
    public let drain: Setting<Int>

    public let access: Access

    /// `log:` and `log_file:` in the file.
    public struct Log: Sendable, Equatable {
        public enum Style: String, Sendable, CaseIterable {
            /// A line for each request, to be read by people or as JSON by programs.
            case text, json
            /// Nothing but the program's messages.
            case off
        }

        public let style: Setting<Style>
        /// Where the log goes; `nil` for standard error. It counts for nothing where the log is off.
        public let file: Setting<String>?

        init(_ reader: inout SettingsReader) {
            style = reader.choice(.log) ?? Setting(.off, from: .builtIn)
            file = reader.path(.logFile)
        }
    }

    /// `tls:` in the file.
    public struct TLS: Sendable, Equatable {
        /// The file of the certificate chain.
        public let certificate: Setting<String>
        /// The file of the private key.
        public let key: Setting<String>

        init?(_ reader: inout SettingsReader) {
            guard let (certificate, key) = reader.paths(.tlsCertificate, .tlsKey) else { return nil }
            self.certificate = certificate
            self.key = key
        }
    }

    /// `limits:` in the file.
    public struct Limits: Sendable, Equatable {
        /// Connections that may be open at a time.
        public let connections: Setting<Int>
        /// Those of them that may come from one address other than this machine's.
        public let connectionsPerAddress: Setting<Int>

        init(_ reader: inout SettingsReader) {
            connections = reader.integer(.connections, in: 1...1_000_000) ?? Setting(8_192, from: .builtIn)
            connectionsPerAddress =
                reader.integer(.connectionsPerAddress, in: 1...1_000_000) ?? Setting(256, from: .builtIn)
        }
    }

    /// `requests:` in the file.
    public struct Requests: Sendable, Equatable {
        /// Prompts and answers are kept with the requests.
        public let keepsPrompts: Setting<Bool>
        /// How long requests are kept, in seconds; `nil` for ever.
        public let retention: Setting<Int>?

        init(_ reader: inout SettingsReader) {
            keepsPrompts = reader.boolean(.keepPrompts) ?? Setting(false, from: .builtIn)
            retention = reader.seconds(.requestsKept)
        }
    }

    /// Which configuration file was looked for.
    public struct File: Sendable, Equatable {
        /// As the person wrote it: `beast.yaml`.
        public let name: String
        public let path: String
        /// Whether there is one; none but the usual one may be missing.
        public let isThere: Bool
    }

    /// `cache:` in the file.
    public struct Cache: Sendable, Equatable {
        /// Bytes of answers in memory at most.
        public let memory: Setting<Int>
        /// The least similarity for a semantic hit, 0 to 1.
        public let semanticThreshold: Setting<Double>

        public let warming: Warming

        init(_ reader: inout SettingsReader) {
            warming = Warming(&reader)
            memory = reader.bytes(.cacheMemory) ?? Setting(64 << 20, from: .builtIn)
            semanticThreshold = reader.number(.semanticThreshold, in: 0.5...1) ?? Setting(0.95, from: .builtIn)
        }

        /// `cache: warming:` in the file.
        public struct Warming: Sendable, Equatable {
            /// Requests are remembered, prompts included, where their answers are kept.
            public let isEnabled: Setting<Bool>
            /// Dollars a day; `nil` asks nothing again, 0 only what costs nothing.
            public let budget: Setting<Double>?
            /// Requests asked at a time.
            public let concurrency: Setting<Int>

            init(_ reader: inout SettingsReader) {
                isEnabled = reader.boolean(.warming) ?? Setting(true, from: .builtIn)
                budget = reader.number(.warmingBudget, in: 0...1_000_000)
                concurrency = reader.integer(.warmingConcurrency, in: 1...100) ?? Setting(2, from: .builtIn)
            }
        }
    }

    /// `reports:` in the file.
    public struct Reports: Sendable, Equatable {
        /// Where each week's report is written; `nil` when none is.
        public let folder: Setting<String>?

        init(_ reader: inout SettingsReader) {
            folder = reader.path(.reportsFolder)
        }
    }

    /// - Parameters:
    ///   - flags: by name without dashes, only those that `SettingKey` knows.
    ///   - environment: all variables; others than those of the settings are passed over.
    ///   - workingDirectory: what relative paths are relative to.
    ///   - read: gives the configuration file's bytes.
    /// - Throws: every problem that was found, not only the first. A value that a better place overrules is not looked
    ///   at, but the file's keys always are.
    public static func load(
        flags: [String: String] = [:], environment: [String: String], workingDirectory: String,
        read: (String) -> FileContents = FileContents.read
    ) throws(ConfigurationError) -> Settings {
        var reader = SettingsReader(flags: flags, environment: environment, workingDirectory: workingDirectory)
        reader.readFile(read)
        let settings = Settings(&reader)
        guard reader.problems.isEmpty else { throw ConfigurationError(reader.problems) }
        return settings
    }

    private init(_ reader: inout SettingsReader) {
        file = reader.source
        timeZone = reader.text(.timeZone) ?? Setting("UTC", from: .builtIn)
        data = reader.path(.data, default: "data")
        roadmap = reader.path(.roadmap, default: "roadmap")
        host = reader.host(.host) ?? Setting("127.0.0.1", from: .builtIn)
        port = reader.integer(.port, in: 0...65_535) ?? Setting(8080, from: .builtIn)
        hosts = reader.hostNames(.hosts) ?? Setting([], from: .builtIn)
        tls = TLS(&reader)
        limits = Limits(&reader)
        reports = Reports(&reader)
        publicFolder = reader.path(.publicFolder)
        templates = reader.path(.templates)
        models = reader.models()
        referenceModel = reader.model(.referenceModel, among: models)
        cache = Cache(&reader)
        requests = Requests(&reader)
        alerts = reader.alerts()
        log = Log(&reader)
        access = Access(&reader, host: host)
        drain = reader.seconds(.drain, atLeast: 1) ?? Setting(10, from: .builtIn)
    }
}
