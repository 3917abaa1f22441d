import Engine

/// How commands of this machine reach into a running server.
public struct Control: Sendable {
    let token: ControlToken
    let router: ModelRouter
    let configuration: any LiveConfiguration
    let test: ModelTest
    let clock: any EngineClock
    /// `nil` where warming is switched off.
    public var warmer: CacheWarmer?
    /// Whether an environment variable is set here.
    let isSet: @Sendable (String) -> Bool

    public init(
        token: ControlToken, router: ModelRouter, configuration: any LiveConfiguration, test: ModelTest,
        clock: any EngineClock, isSet: @escaping @Sendable (String) -> Bool
    ) {
        self.token = token
        self.router = router
        self.configuration = configuration
        self.test = test
        self.clock = clock
        self.isSet = isSet
    }
}
