/// A value and where it comes from, so that a later complaint can name the place to change.
public struct Setting<Value: Sendable & Equatable>: Sendable, Equatable {
    public let value: Value
    public let origin: SettingOrigin

    public init(_ value: Value, from origin: SettingOrigin) {
        self.value = value
        self.origin = origin
    }

    /// What a part of the program that knows more found wrong with the value, such as a time zone nobody knows.
    public func problem(_ message: String, tip: String) -> ConfigurationProblem {
        ConfigurationProblem(place: origin.description, message: message, tip: tip)
    }
}

/// Where a value comes from, in the order of who wins.
public enum SettingOrigin: Sendable, Equatable, CustomStringConvertible {
    /// Without the dashes.
    case flag(String)
    case environment(String)
    case file(String, line: Int)
    case builtIn

    /// `--port`, `BEAST_PORT`, `beast.yaml:3` or `default`.
    public var description: String {
        switch self {
        case .flag(let name): "--" + name
        case .environment(let name): name
        case .file(let name, let line): "\(name):\(line)"
        case .builtIn: "default"
        }
    }
}
