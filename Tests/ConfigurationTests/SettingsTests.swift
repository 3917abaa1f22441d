import Foundation
import Testing

@testable import Configuration

@Suite struct SettingsTests {
    private func load(
        flags: [String: String] = [:], environment: [String: String] = [:], file: String? = nil,
        at path: String = "/srv/team/beast.yaml"
    ) throws(ConfigurationError) -> Settings {
        try Settings.load(flags: flags, environment: environment, workingDirectory: "/srv/team") { asked in
            if let file, asked == path { .bytes(Array(file.utf8)) } else { .absent }
        }
    }

    private func problems(
        flags: [String: String] = [:], environment: [String: String] = [:], file: String? = nil
    ) -> [String] {
        do throws(ConfigurationError) {
            _ = try load(flags: flags, environment: environment, file: file)
            return []
        } catch {
            return error.problems.map(\.description)
        }
    }

    @Test("without anything the defaults hold")
    func defaults() throws {
        let settings = try load()
        #expect(settings.timeZone == Setting("UTC", from: .builtIn))
        #expect(settings.data == Setting("/srv/team/data", from: .builtIn))
        #expect(settings.roadmap == Setting("/srv/team/roadmap", from: .builtIn))
        #expect(settings.host == Setting("127.0.0.1", from: .builtIn))
        #expect(settings.port == Setting(8080, from: .builtIn))
        #expect(settings.reports.folder == nil)
        #expect(settings.publicFolder == nil)
        #expect(settings.templates == nil)
    }

    @Test("the file sets everything, and each value knows its line")
    func file() throws {
        let settings = try load(
            file: """
                time_zone: Europe/Berlin
                data: /var/lib/beast
                roadmap: ./plan
                host: "::1"
                port: 0
                reports:
                  folder: reports
                public: Public
                templates: ././Templates
                """)
        #expect(settings.timeZone == Setting("Europe/Berlin", from: .file("beast.yaml", line: 1)))
        #expect(settings.data.value == "/var/lib/beast")
        #expect(settings.roadmap == Setting("/srv/team/plan", from: .file("beast.yaml", line: 3)))
        #expect(settings.host.value == "::1")
        #expect(settings.port == Setting(0, from: .file("beast.yaml", line: 5)))
        #expect(settings.reports.folder == Setting("/srv/team/reports", from: .file("beast.yaml", line: 7)))
        #expect(settings.publicFolder?.value == "/srv/team/Public")
        #expect(settings.templates?.value == "/srv/team/Templates")
    }

    @Test("a flag wins over the environment, the environment over the file, the file over the default")
    func precedence() throws {
        let file = "port: 3\nhost: file\ntime_zone: A\n"
        let environment = ["BEAST_PORT": "2", "BEAST_HOST": "environment", "BEAST_TIME_ZONE": "", "PATH": "/bin"]
        let settings = try load(flags: ["port": "1"], environment: environment, file: file)
        #expect(settings.port == Setting(1, from: .flag("port")))
        #expect(settings.host == Setting("environment", from: .environment("BEAST_HOST")))
        #expect(settings.timeZone == Setting("A", from: .file("beast.yaml", line: 3)))
    }

    @Test("every setting can be given by its variable and by its flag", arguments: SettingKey.all)
    func names(_ key: SettingKey) throws {
        func values(_ settings: Settings) -> [String?] {
            [
                settings.timeZone.value, settings.data.value, settings.roadmap.value, settings.host.value,
                String(settings.port.value), settings.reports.folder?.value, settings.publicFolder?.value,
                settings.templates?.value, settings.referenceModel?.value, String(settings.cache.memory.value >> 20),
                String(settings.requests.keepsPrompts.value),
                settings.requests.retention.map { "\($0.value / 86_400)" },
                String(settings.cache.semanticThreshold.value), String(settings.cache.warming.isEnabled.value),
                settings.cache.warming.budget.map { String($0.value) },
                String(settings.cache.warming.concurrency.value), settings.log.style.value.rawValue,
                settings.log.file?.value, String(settings.drain.value), settings.hosts.value.last,
                settings.tls?.certificate.value, settings.tls?.key.value, String(settings.limits.connections.value),
                String(settings.limits.connectionsPerAddress.value),
                settings.access.reading?.value.rawValue,
                settings.access.writing.value.rawValue, settings.access.chat?.value.rawValue,
                "\(settings.access.idle.value / 86_400)", "\(settings.access.absolute.value / 86_400)",
            ]
        }
        let (written, read) =
            switch key {
            case .cacheMemory: ("77MB", "77")
            case .semanticThreshold: ("0.77", "0.77")
            case .keepPrompts: ("true", "true")
            case .requestsKept: ("77 days", "77")
            case .warming: ("false", "false")
            case .log: ("json", "json")
            case .reading, .chat: ("signed-in", "signed-in")
            case .writing: ("open", "open")
            case .sessionIdle, .sessionAbsolute: ("77 days", "77")
            case .drain: ("77 seconds", "77")
            case .warmingBudget: ("0.77", "0.77")
            case .referenceModel: ("local:77", "77")
            default: ("77", "77")
            }
        let index = try #require(SettingKey.all.firstIndex(of: key))
        // These two are given together.
        let tls: [SettingKey] = [.tlsCertificate, .tlsKey]
        let keys = tls.contains(key) ? tls : [key]
        let environment = Dictionary(uniqueKeysWithValues: keys.map { ($0.variable, written) })
        #expect(values(try load(environment: environment))[index]?.hasSuffix(read) == true)
        let flags = Dictionary(uniqueKeysWithValues: keys.map { ($0.flag, written) })
        #expect(values(try load(flags: flags))[index]?.hasSuffix(read) == true)
    }

    @Test("further hosts are a list in the file, and separated by commas elsewhere")
    func hosts() throws {
        #expect(try load().hosts.value == [])
        #expect(try load(file: "hosts: [a.example, '[2001:db8::1]']\n").hosts.value == ["a.example", "[2001:db8::1]"])
        #expect(try load(file: "hosts: a.example\n").hosts.value == ["a.example"])
        #expect(try load(flags: ["hosts": "a.example, b.example"]).hosts.value == ["a.example", "b.example"])
        let both = try load(environment: ["BEAST_HOSTS": "a.example"], file: "hosts: [b.example]\n")
        #expect(both.hosts == Setting(["a.example"], from: .environment("BEAST_HOSTS")))
    }

    @Test("the names follow from the keys")
    func derivedNames() {
        #expect(SettingKey.reportsFolder.variable == "BEAST_REPORTS_FOLDER")
        #expect(SettingKey.reportsFolder.flag == "reports-folder")
        #expect(SettingKey.reportsFolder.name == "reports.folder")
        #expect(SettingKey.timeZone.variable == "BEAST_TIME_ZONE")
        #expect(SettingKey.timeZone.flag == "time-zone")
        #expect(SettingKey.config.variable == "BEAST_CONFIG")
    }

    @Test("a path in the file is relative to the file's folder, any other to the working directory")
    func relativePaths() throws {
        let settings = try load(
            flags: ["config": "/etc/beast/main.yaml", "roadmap": "plan"], file: "data: ./data\n",
            at: "/etc/beast/main.yaml")
        #expect(settings.data == Setting("/etc/beast/data", from: .file("/etc/beast/main.yaml", line: 1)))
        #expect(settings.roadmap.value == "/srv/team/plan")
        #expect(try load(flags: ["data": "."]).data.value == "/srv/team")
    }

    @Test("a file that was named must exist, the usual one need not")
    func missingFile() {
        #expect(problems(flags: ["config": "x.yaml"]).first?.hasPrefix("--config: there is no file x.yaml.") == true)
        #expect(
            problems(environment: ["BEAST_CONFIG": "x.yaml"]).first?.hasPrefix("BEAST_CONFIG: there is no file") == true
        )
        #expect(problems() == [])
    }

    @Test("a file that cannot be read is an error, even the usual one")
    func unreadableFile() {
        let error = #expect(throws: ConfigurationError.self) {
            try Settings.load(environment: [:], workingDirectory: "/srv/team") { _ in .unreadable("Permission denied") }
        }
        #expect(error?.message == "beast.yaml: beast.yaml cannot be read: Permission denied")
    }

    @Test(
        "an unknown key is refused with its line and the closest key",
        arguments: [
            ("port: 1\ntimezone: UTC\n", "beast.yaml:2: unknown key “timezone”. Did you mean time_zone?"),
            ("prot: 1\n", "beast.yaml:1: unknown key “prot”. Did you mean port?"),
            ("reports:\n  foldr: x\n", "beast.yaml:2: unknown key “foldr”. Did you mean folder?"),
            ("modells:\n  - name: x\n", "beast.yaml:1: unknown key “modells”."),
            ("budgets: x\n", "beast.yaml:1: unknown key “budgets”."),
            ("config: x\n", "beast.yaml:1: unknown key “config”."),
            ("<<: {port: 1}\n", "beast.yaml:1: unknown key “<<”."),
            ("data: a\nport: 1\ndata: b\n", "beast.yaml:3: the key “data” stands already in line 1."),
            ("reports: out\n", "beast.yaml:1: “reports” takes keys and values, found “out”."),
            ("reports:\n", "beast.yaml:1: “reports” takes keys and values, found nothing."),
            ("- port\n", "beast.yaml:1: the file takes keys and values, found a list."),
            ("port\n", "beast.yaml:1: the file takes keys and values, found “port”."),
            ("port: 80a\n", "beast.yaml:1: “port”: expected a whole number from 0 to 65535, found “80a”."),
            ("port: 65536\n", "beast.yaml:1: “port”: expected a whole number from 0 to 65535, found “65536”."),
            ("port: -1\n", "beast.yaml:1: “port”: expected a whole number"),
            ("port: \"80\"\n", "beast.yaml:1: “port”: expected a number, found text in quotes."),
            ("port: [80]\n", "beast.yaml:1: “port”: expected a value, found a list."),
            ("\nport:\n", "beast.yaml:2: “port”: expected a value, found nothing."),
            ("requests: {keep: 30}\n", "beast.yaml:1: “requests.keep”: expected a time such as 30 days, found “30”."),
            ("requests: {keep: 0 days}\n", "beast.yaml:1: “requests.keep”: expected a time such as 30 days"),
            ("requests: {keep_prompts: yes}\n", "beast.yaml:1: “requests.keep_prompts”: expected true or false, found"),
            ("data: {a: b}\n", "beast.yaml:1: “data”: expected a value, found keys and values."),
            ("data: ''\n", "beast.yaml:1: “data”: expected one line of text, found “”."),
            ("host: a b\n", "beast.yaml:1: “host”: expected an address or a host name, found “a b”."),
            (
                "hosts: [a.example, b.example:8080]\n",
                "beast.yaml:1: “hosts”: expected host names without port, found “b."
            ),
            ("hosts: [{a: b}]\n", "beast.yaml:1: “hosts”: expected host names without port, found “keys and values”."),
            ("tls: { cert: a.pem }\n", "beast.yaml:1: “tls.key” is missing beside it. Give both, or leave both out."),
            ("\ntls: { key: a.pem }\n", "beast.yaml:2: “tls.cert” is missing beside it. Give both, or leave both out."),
            ("tls: { cert: a.pem, key: [] }\n", "beast.yaml:1: “tls.key”: expected a value, found a list."),
            ("tls: { cert: a.pem, key: b.pem, keyy: c.pem }\n", "beast.yaml:1: unknown key “keyy”. Did you mean key?"),
            ("limits: { connections: 0 }\n", "beast.yaml:1: “limits.connections”: expected a whole number from 1 to"),
            ("port: 1\n\tdata: x\n", "beast.yaml:2: not valid YAML: "),
        ])
    func wrongFile(_ text: String, _ start: String) {
        let problems = problems(file: text)
        #expect(problems.count == 1)
        #expect(problems.first?.hasPrefix(start) == true, "\(problems)")
    }

    @Test("a wrong flag or variable is named, not a line")
    func wrongPlaces() {
        #expect(
            problems(flags: ["port": "x"], environment: ["BEAST_HOST": "a/b"]) == [
                "BEAST_HOST: expected an address or a host name, found “a/b”. "
                    + "Give the address to serve on (127.0.0.1), or leave it out.",
                "--port: expected a whole number from 0 to 65535, found “x”. "
                    + "Give the port to serve on; 0 picks one (8080), or leave it out.",
            ])
        #expect(problems(flags: ["prot": "1"]) == ["--prot: unknown flag. Did you mean --port?"])
        #expect(problems(flags: ["data": ""]).first?.hasPrefix("--data: expected one line of text") == true)
    }

    @Test("all problems are told together")
    func together() {
        let found = problems(
            flags: ["port": "x"], file: "timezone: UTC\nhost: a b\nreports:\n  folder: []\nxyzzy: 1\n")
        #expect(found.count == 5)
        #expect(
            Set(found.map { String($0.prefix { $0 != " " }) })
                == ["--port:", "beast.yaml:1:", "beast.yaml:2:", "beast.yaml:4:", "beast.yaml:5:"])
    }

    @Test("a later complaint names the place")
    func laterComplaint() throws {
        let settings = try load(file: "\ntime_zone: Europe/Berln\n")
        let problem = settings.timeZone.problem("there is no such zone", tip: "Did you mean Europe/Berlin?")
        #expect(problem.description == "beast.yaml:2: there is no such zone. Did you mean Europe/Berlin?")
    }

    @Test("a real file is read from disk")
    func realFile() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data("port: 9000\n".utf8).write(to: folder.appending(path: "beast.yaml"))
        let settings = try Settings.load(environment: [:], workingDirectory: folder.path)
        #expect(settings.port.value == 9000)
        #expect(FileContents.read(folder.path + "/none.yaml") == .absent)
        #expect(FileContents.read(folder.path) == .unreadable("Is a directory"))
    }
}
