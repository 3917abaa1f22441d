extension Settings {
    /// `access:` in the file: who may do what without signing in, and who else is trusted.
    public struct Access: Sendable, Equatable {
        public enum Door: String, Sendable, CaseIterable {
            case open
            case signedIn = "signed-in"
        }

        /// Who sees pages and may ask the API; nil leaves it to the address that is served on.
        public let reading: Setting<Door>?
        /// Who may change the plan. Open on this machine's own address alone.
        public let writing: Setting<Door>
        /// Who may send requests to models; nil leaves it to the address that is served on.
        public let chat: Setting<Door>?
        /// How long a session lasts that nobody uses, in seconds.
        public let idle: Setting<Int>
        /// How long a session lasts however much it is used, in seconds.
        public let absolute: Setting<Int>
        /// Nil when there is none.
        public let proxy: Proxy?

        /// `access: proxy:` in the file.
        public struct Proxy: Sendable, Equatable {
            public var addresses: [String] = []
            /// The header that names who is signed in; nil when it signs nobody in.
            public var header: String?
            /// What people have who have no account: viewer or editor; nil lets none of them in.
            public var role: String?
            /// Where it stands: `beast.yaml:12`.
            public var place = ""
        }

        init(_ reader: inout SettingsReader, host: Setting<String>) {
            reading = reader.choice(.reading)
            writing = reader.choice(.writing) ?? Setting(.signedIn, from: .builtIn)
            chat = reader.choice(.chat)
            idle = reader.seconds(.sessionIdle) ?? Setting(14 * 86_400, from: .builtIn)
            absolute = reader.seconds(.sessionAbsolute) ?? Setting(90 * 86_400, from: .builtIn)
            proxy = reader.proxy()
            if writing.value == .open, !Self.isLoopback(host.value) {
                reader.refuse(
                    writing.problem(
                        "everybody could change the plan at \(host.value)",
                        tip: "Leave `access.writing` at signed-in, or serve on 127.0.0.1."))
            }
        }

        /// Whether an address is reached from this machine alone.
        public static func isLoopback(_ host: String) -> Bool {
            host == "localhost" || host == "::1" || host.hasPrefix("127.")
        }
    }
}

extension SettingKey {
    static let reading = SettingKey(
        "access", "reading", placeholder: "open|signed-in",
        summary: "who sees pages without signing in (open on 127.0.0.1, else signed-in)")
    static let writing = SettingKey(
        "access", "writing", placeholder: "signed-in|open",
        summary: "who changes the plan; open on 127.0.0.1 alone (signed-in)")
    static let chat = SettingKey(
        "access", "chat", placeholder: "open|signed-in",
        summary: "who sends requests to models without a token (open on 127.0.0.1, else signed-in)")
    static let sessionIdle = SettingKey(
        "access", "session", "idle", placeholder: "TIME", summary: "when a session ends that nobody uses (14 days)")
    static let sessionAbsolute = SettingKey(
        "access", "session", "absolute", placeholder: "TIME", summary: "when every session ends (90 days)")

    /// Which proxy is trusted. It stands in the file alone.
    static let proxy = SettingKey("access", "proxy", placeholder: "ADDRESSES", summary: "the trusted proxy")
}

/// Reads `access: proxy:`.
struct ProxyReader {
    private let file: String
    private(set) var problems: [ConfigurationProblem] = []

    init(file: String) { self.file = file }

    mutating func read(_ node: YAMLNode) -> Settings.Access.Proxy? {
        var section = SectionReader(node, file: file, named: "proxy")
        var proxy = Settings.Access.Proxy(place: "\(file):\(node.line)")
        proxy.addresses = section.texts("addresses")
        proxy.header = section.text("header")
        proxy.role = section.text("role")
        section.finish()
        if section.problems.isEmpty {
            if proxy.addresses.isEmpty {
                section.refuse(
                    "addresses", "a proxy is trusted by the addresses it connects from",
                    "Write addresses: [127.0.0.1].")
            }
            if let role = proxy.role, role != "viewer", role != "editor" {
                section.refuse(
                    "role", "expected viewer or editor, found “\(role.prefix(40))”",
                    "Leave it out to let in only people who have an account here.")
            }
            if let header = proxy.header,
                !header.utf8.allSatisfy({
                    ($0 & 0xDF) >= 0x41 && ($0 & 0xDF) <= 0x5A || $0 == 0x2D || (0x30...0x39).contains($0)
                })
            {
                section.refuse("header", "it is no header's name", "Write header: X-Remote-User.")
            }
        }
        problems += section.problems
        return section.problems.isEmpty ? proxy : nil
    }
}
