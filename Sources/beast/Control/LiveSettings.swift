import Backends
import Configuration
import Engine
import Roadmap
import Site
import Synchronization

/// The settings of a running server. What it can take up while it runs are the models, the one that savings are measured
/// by, and the alerts; the rest waits for the next start.
final class LiveSettings: LiveConfiguration {
    private let started: Settings
    private let registry: ModelRegistry
    private let alerts: AlertService
    private let load: @Sendable () throws -> Settings
    private let say: @Sendable (String, LogLevel) -> Void
    /// Held while the file is read, so that two who ask do not overtake each other.
    private let state: Mutex<ConfigurationStanding>

    /// - Parameters:
    ///   - started: what the server was started with.
    ///   - load: reads the settings again.
    ///   - say: tells whoever reads the server's messages.
    init(
        started: Settings, registry: ModelRegistry, alerts: AlertService,
        load: @escaping @Sendable () throws -> Settings,
        say: @escaping @Sendable (String, LogLevel) -> Void
    ) {
        self.started = started
        self.registry = registry
        self.alerts = alerts
        self.load = load
        self.say = say
        state = Mutex(
            ConfigurationStanding(
                file: started.file.isThere ? started.file.path : nil, loadedAt: WallClock.system.now))
    }

    var standing: ConfigurationStanding { state.withLock { $0 } }

    func reload() -> ConfigurationStanding {
        state.withLock { standing in
            do {
                let settings = try load()
                takeUp(settings)
                standing = ConfigurationStanding(
                    file: settings.file.isThere ? settings.file.path : nil, loadedAt: WallClock.system.now)
                standing.waiting = settings.differences(from: started).map(\.name)
                if !standing.waiting.isEmpty {
                    say("Changed, and taken up at the next start: \(standing.waiting.joined(separator: ", ")).", .info)
                }
            } catch {
                standing.problems = Self.lines(of: error)
                standing.refusedAt = WallClock.system.now
                say(
                    "The configuration was not taken up; everything stays as it was.\n"
                        + standing.problems.map { "  " + $0 }.joined(separator: "\n"), .error)
            }
            return standing
        }
    }

    private func takeUp(_ settings: Settings) {
        let before = registry.models
        let after = ChatService.models(settings)
        registry.replace(by: after, reference: settings.referenceModel?.value)
        alerts.replace(by: settings.alerts)
        for problem in alerts.problems { say(problem, .warning) }
        let changes = [
            ("new", after.filter { model in !before.contains { $0.name == model.name } }),
            ("changed", after.filter { model in before.contains { $0.name == model.name && $0 != model } }),
            ("gone", before.filter { model in !after.contains { $0.name == model.name } }),
        ]
        .filter { !$0.1.isEmpty }
        .map { "\($0.0): \($0.1.map(\.name).joined(separator: ", "))" }
        say(
            "Read \(settings.file.name) again: \(counted(after.count, "model"))"
                + (changes.isEmpty ? ", none changed." : ", \(changes.joined(separator: "; "))."), .info)
    }

    private static func lines(of error: any Error) -> [String] {
        if let error = error as? ConfigurationError { return error.problems.map(\.description) }
        return [CommandLineTool.sentence(for: error)]
    }
}
