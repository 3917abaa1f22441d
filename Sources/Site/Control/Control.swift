import Engine

/// How commands of this machine reach into a running server.
public struct Control: Sendable {
    let token: ControlToken
    let router: ModelRouter
    let configuration: any LiveConfiguration
    let test: ModelTest
    let clock: any EngineClock
    /// Whether an environment variable is set here.
    let isSet: @Sendable (String) -> Bool
    /// Why questions are not matched by meaning; `nil` when they are.
    let exactOnly: String?

    public init(
        token: ControlToken, router: ModelRouter, configuration: any LiveConfiguration, test: ModelTest,
        clock: any EngineClock, isSet: @escaping @Sendable (String) -> Bool, exactOnly: String?
    ) {
        self.token = token
        self.router = router
        self.configuration = configuration
        self.test = test
        self.clock = clock
        self.isSet = isSet
        self.exactOnly = exactOnly
    }
}
