/// What people call the browser that calls itself `Mozilla/5.0 (X11; Linux x86_64) … Chrome/141.0.0.0 Safari/537.36`.
struct BrowserName {
    /// `Chrome on Linux`, or as much of it as can be told.
    let text: String

    /// The first that is found: every browser names those before it too.
    private static let browsers = [
        ("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
    ]
    private static let systems = [
        ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS X", "macOS"),
        ("Linux", "Linux"),
    ]

    /// - Parameter agent: the `User-Agent` of a request.
    init(of agent: String) {
        func name(_ known: [(mark: String, name: String)]) -> String? {
            known.first { agent.firstRange(of: $0.mark) != nil }?.name
        }
        guard let browser = name(Self.browsers) else {
            text = agent.isEmpty ? "A program that gives no name" : String(agent.prefix(60))
            return
        }
        text = name(Self.systems).map { "\(browser) on \($0)" } ?? browser
    }
}
