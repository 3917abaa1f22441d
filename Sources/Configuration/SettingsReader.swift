import Spelling

/// Finds each setting where it was given, first place first, and collects what is wrong on the way.
///
/// A typed section of the file is added by asking for its keys here and naming them in `SettingKey.all`.
struct SettingsReader {
    private let flags: [String: String]
    private let environment: [String: String]
    private let workingDirectory: String
    private var file: ConfigurationFile?
    private(set) var source = Settings.File(name: "", path: "", isThere: false)
    private(set) var problems: [ConfigurationProblem] = []

    init(flags: [String: String], environment: [String: String], workingDirectory: String) {
        self.flags = flags
        self.environment = environment
        self.workingDirectory = workingDirectory
        let names = ([.config] + SettingKey.all).map(\.flag)
        for flag in flags.keys.sorted() where !names.contains(flag) {
            let closest = Spelling.closest(to: flag, among: names, limit: 1).first
            problems.append(
                ConfigurationProblem(
                    place: "--" + flag, message: "unknown flag",
                    tip: closest.map { "Did you mean --\($0)?" } ?? "Ask --help for the flags there are."))
        }
    }

    /// Reads the file that `--config` or `BEAST_CONFIG` names, which must exist, or `beast.yaml` when it does.
    mutating func readFile(_ read: (String) -> FileContents) {
        let named = text(.config)
        let name = named?.value ?? "beast.yaml"
        let path = SettingsReader.resolve(name, in: workingDirectory)
        let place = named?.origin.description ?? name
        let contents = read(path)
        source = Settings.File(name: name, path: path, isThere: contents != .absent)
        switch contents {
        case .bytes(let bytes):
            file = ConfigurationFile(
                name: name, path: path, bytes: bytes, known: SettingKey.all + [.models, .alerts, .proxy],
                problems: &problems)
        case .absent where named == nil: break
        case .absent:
            problems.append(
                ConfigurationProblem(
                    place: place, message: "there is no file \(name)", tip: "Correct the path, or leave it out."))
        case .unreadable(let reason):
            problems.append(
                ConfigurationProblem(
                    place: place, message: "\(name) cannot be read: \(reason)",
                    tip: "Make it a file that this user may read."))
        }
    }

    mutating func text(_ key: SettingKey) -> Setting<String>? {
        guard let found = find(key) else { return nil }
        guard !found.value.isEmpty, !found.value.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else {
            refuse(found, key, "expected one line of text, found “\(found.value.prefix(60))”")
            return nil
        }
        return found
    }

    /// A path: relative to the file's folder when the file gives it, otherwise to the working directory.
    mutating func path(_ key: SettingKey) -> Setting<String>? {
        guard let text = text(key) else { return nil }
        var base = workingDirectory
        if case .file = text.origin, let file { base = file.folder }
        return Setting(SettingsReader.resolve(text.value, in: base), from: text.origin)
    }

    mutating func path(_ key: SettingKey, default name: String) -> Setting<String> {
        path(key) ?? Setting(SettingsReader.resolve(name, in: workingDirectory), from: .builtIn)
    }

    /// Two paths of which neither counts without the other.
    mutating func paths(_ first: SettingKey, _ second: SettingKey) -> (Setting<String>, Setting<String>)? {
        let known = problems.count
        let found = (path(first), path(second))
        if let one = found.0, let other = found.1 { return (one, other) }
        // Where the other one is wrong that has been told.
        if let given = found.0 ?? found.1, problems.count == known {
            let key = found.0 == nil ? first : second
            problems.append(given.problem("“\(key.name)” is missing beside it", tip: "Give both, or leave both out."))
        }
        return nil
    }

    mutating func integer(_ key: SettingKey, in range: ClosedRange<Int>) -> Setting<Int>? {
        guard let found = find(key, quotes: false) else { return nil }
        let isNumber = !found.value.isEmpty && found.value.utf8.allSatisfy { (0x30...0x39).contains($0) }
        guard isNumber, let value = Int(found.value), range.contains(value) else {
            refuse(
                found, key,
                "expected a whole number from \(range.lowerBound) to \(range.upperBound), found “\(found.value.prefix(60))”"
            )
            return nil
        }
        return Setting(value, from: found.origin)
    }

    /// An IP address or a host name.
    mutating func host(_ key: SettingKey) -> Setting<String>? {
        guard let text = text(key) else { return nil }
        guard text.value.utf8.allSatisfy(Self.isHostByte) else {
            refuse(text, key, "expected an address or a host name, found “\(text.value.prefix(60))”")
            return nil
        }
        return text
    }

    /// Host names without ports: a list in the file, separated by commas elsewhere.
    mutating func hostNames(_ key: SettingKey) -> Setting<[String]>? {
        guard let (names, origin) = list(key) else { return nil }
        let isName = { (name: String) in
            !name.isEmpty && name.utf8.allSatisfy { Self.isHostByte($0) && $0 != UInt8(ascii: ":") }
        }
        let isAddress = { (name: String) in
            name.hasPrefix("[") && name.hasSuffix("]") && name.utf8.dropFirst().dropLast().allSatisfy(Self.isHostByte)
        }
        for name in names where !isName(name) && !isAddress(name) {
            refuse(
                Setting(name, from: origin), key, "expected host names without port, found “\(name.prefix(60))”")
        }
        return Setting(names, from: origin)
    }

    private static func isHostByte(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte & 0xDF) || ".:-_%".utf8.contains(byte)
    }

    private mutating func list(_ key: SettingKey) -> (items: [String], origin: SettingOrigin)? {
        if flags[key.flag] == nil, (environment[key.variable] ?? "").isEmpty, let file,
            let node = file.root?[key.path], case .sequence(let items) = node.content
        {
            let texts = items.map { item in
                if case .scalar(let text, _) = item.content { text } else { item.kind }
            }
            return (texts, .file(file.name, line: node.line))
        }
        return text(key).map { found in
            (found.value.split(separator: ",").map { String($0.drop { $0 == " " }) }, found.origin)
        }
    }

    /// A size such as `256MB`, in bytes.
    mutating func bytes(_ key: SettingKey) -> Setting<Int>? {
        guard let found = find(key) else { return nil }
        let digits = found.value.prefix { $0.isASCII && $0.isNumber }
        let factors = ["B": 1, "KB": 1 << 10, "MB": 1 << 20, "GB": 1 << 30]
        guard let count = Int(digits), count > 0, count < 1 << 30,
            let factor = factors[found.value.dropFirst(digits.count).filter { $0 != " " }.uppercased()]
        else {
            refuse(found, key, "expected a size such as 256MB, found “\(found.value.prefix(60))”")
            return nil
        }
        return Setting(count * factor, from: found.origin)
    }

    /// A length of time such as `30 days`, in seconds, of which there are `least` or more.
    mutating func seconds(_ key: SettingKey, atLeast least: Int = 60) -> Setting<Int>? {
        guard let found = find(key) else { return nil }
        guard let seconds = TimeLength.seconds(found.value), seconds >= least else {
            refuse(found, key, "expected a time such as 30 days, found “\(found.value.prefix(60))”")
            return nil
        }
        return Setting(seconds, from: found.origin)
    }

    /// `true` or `false`.
    mutating func boolean(_ key: SettingKey) -> Setting<Bool>? {
        guard let found = find(key, quotes: false) else { return nil }
        guard let value = Bool(found.value) else {
            refuse(found, key, "expected true or false, found “\(found.value.prefix(60))”")
            return nil
        }
        return Setting(value, from: found.origin)
    }

    /// One of a few words.
    mutating func choice<Value: RawRepresentable & CaseIterable>(_ key: SettingKey) -> Setting<Value>?
    where Value.RawValue == String {
        guard let found = find(key) else { return nil }
        guard let value = Value(rawValue: found.value) else {
            let words = Value.allCases.map(\.rawValue).joined(separator: ", ")
            refuse(found, key, "expected one of \(words), found “\(found.value.prefix(60))”")
            return nil
        }
        return Setting(value, from: found.origin)
    }

    mutating func number(_ key: SettingKey, in range: ClosedRange<Double>) -> Setting<Double>? {
        guard let found = find(key, quotes: false) else { return nil }
        guard let value = Double(found.value), range.contains(value) else {
            refuse(
                found, key,
                "expected a number from \(range.lowerBound) to \(range.upperBound), found “\(found.value.prefix(60))”")
            return nil
        }
        return Setting(value, from: found.origin)
    }

    /// The list of models, which stands in the file alone.
    mutating func models() -> [ModelSettings] {
        guard let file, let node = file.root?[SettingKey.models.path] else { return [] }
        var reader = ModelListReader(file: file.name)
        let models = reader.read(node)
        problems += reader.problems
        return models
    }

    /// What is to be told to whom, which stands in the file alone.
    mutating func alerts() -> Settings.Alerts {
        guard let file, let node = file.root?[SettingKey.alerts.path] else { return Settings.Alerts() }
        var reader = AlertReader(file: file.name)
        let alerts = reader.read(node)
        problems += reader.problems
        return alerts
    }

    /// The proxy that is trusted, which stands in the file alone.
    mutating func proxy() -> Settings.Access.Proxy? {
        guard let file, let node = file.root?[SettingKey.proxy.path] else { return nil }
        var reader = ProxyReader(file: file.name)
        let proxy = reader.read(node)
        problems += reader.problems
        return proxy
    }

    /// Notes what makes no sense together.
    mutating func refuse(_ problem: ConfigurationProblem) { problems.append(problem) }

    /// The name of a model that there is.
    mutating func model(_ key: SettingKey, among models: [ModelSettings]) -> Setting<String>? {
        guard let name = text(key) else { return nil }
        if let tip = ModelListReader.tip(forUnknown: name.value, among: models.map(\.name)) {
            problems.append(name.problem("“\(key.name)”: there is no model “\(name.value.prefix(60))”", tip: tip))
        }
        return name
    }

    /// The value as it was written; an empty variable counts as none.
    private mutating func find(_ key: SettingKey, quotes areAllowed: Bool = true) -> Setting<String>? {
        if let value = flags[key.flag] { return Setting(value, from: .flag(key.flag)) }
        if let value = environment[key.variable], !value.isEmpty {
            return Setting(value, from: .environment(key.variable))
        }
        guard let file, let node = file.root?[key.path] else { return nil }
        let origin = SettingOrigin.file(file.name, line: node.line)
        guard case .scalar(let value, let isPlain) = node.content, !node.isEmpty else {
            refuse(Setting("", from: origin), key, "expected a value, found \(node.kind)")
            return nil
        }
        guard isPlain || areAllowed else {
            refuse(Setting("", from: origin), key, "expected a number, found text in quotes")
            return nil
        }
        return Setting(value, from: origin)
    }

    private mutating func refuse(_ setting: Setting<String>, _ key: SettingKey, _ message: String) {
        let subject = if case .file = setting.origin { "“\(key.name)”: " } else { "" }
        problems.append(
            setting.problem(subject + message, tip: "Give \(key.summary), or leave it out."))
    }

    private static func resolve(_ path: String, in folder: String) -> String {
        if path.hasPrefix("/") { return path }
        var rest = Substring(path)
        while rest.hasPrefix("./") { rest = rest.dropFirst(2).drop { $0 == "/" } }
        if rest.isEmpty || rest == "." { return folder.isEmpty ? "/" : folder }
        return folder + (folder.hasSuffix("/") ? "" : "/") + rest
    }
}
