import Engine

/// How commands of this machine reach into a running server.
public struct Control: Sendable {
    let token: ControlToken
    let configuration: any LiveConfiguration
    let test: ModelTest
    /// Whether an environment variable is set here.
    let isSet: @Sendable (String) -> Bool

    public init(
        token: ControlToken, configuration: any LiveConfiguration, test: ModelTest,
        isSet: @escaping @Sendable (String) -> Bool
    ) {
        self.token = token
        self.configuration = configuration
        self.test = test
        self.isSet = isSet
    }
}
