/// One thing that is wrong with the configuration.
public struct ConfigurationProblem: Sendable, Equatable, CustomStringConvertible {
    /// Where it is to be changed: `beast.yaml:3`, `BEAST_PORT` or `--port`.
    public let place: String
    /// What is wrong, without the place.
    public let message: String
    /// What to do about it, in one sentence.
    public let tip: String

    public init(place: String, message: String, tip: String) {
        self.place = place
        self.message = message
        self.tip = tip
    }

    /// `beast.yaml:3: unknown key “time-zone”. Did you mean time_zone?`
    public var description: String { "\(place): \(message). \(tip)" }
}

/// All that is wrong with the configuration, never empty: unknown flags, then the file and its keys, then values.
public struct ConfigurationError: Error, Sendable, Equatable, CustomStringConvertible {
    public let problems: [ConfigurationProblem]

    public init(_ problems: [ConfigurationProblem]) {
        self.problems = problems
    }

    /// One line for each problem.
    public var message: String {
        problems.map { "\($0.place): \($0.message)" }.joined(separator: "\n")
    }

    /// What to do about the first problem.
    public var tip: String { problems.first?.tip ?? "" }

    /// One line for each problem, with its tip.
    public var description: String { problems.map(\.description).joined(separator: "\n") }
}
