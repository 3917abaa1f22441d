import Access
import Backends
import Configuration
import Dispatch
import Engine
import FoundationEssentials
import Glibc
import HTTP
import Roadmap
import Secrets
import Site
import Synchronization

/// The model router, put together from the settings, with everything that has to be closed again.
struct ChatService {
    let router: ModelRouter
    let embeddings: EmbeddingRouter
    let monitor: Monitor
    let process: ProcessFigures
    /// `nil` where the settings switch it off.
    let warmer: CacheWarmer?
    let callers: ChatCaller
    private let embedder: EmbedderOnDemand
    private let pool: EmbeddingPool
    private let questions: EmbeddedQuestions
    private let journal: SlotJournal
    let store: RequestStore
    private let heartbeat: Heartbeat
    let alerts: AlertService
    private let contents: ContentDrain?
    private let answers: SQLiteTier
    let client: Client
    private let variables: [String: String]
    private let upstream: @Sendable (Model) -> any Upstream

    /// The most that L3 takes on the disk, in bytes.
    static let diskCapacity = 1 << 30

    /// The database file of L3.
    static func cacheFile(in data: String) -> String { data + "/cache.db" }

    /// Where the sentence embedder's weights are; `nil` when they are not there.
    static func weights() throws -> String? { try AssetFolders.locate(weightsFolder) }

    /// Where they are, or are to be.
    @Sendable private static func weightsToBe() -> String {
        do {
            return try weights() ?? weightsFolder
        } catch {
            return weightsFolder
        }
    }

    /// What to do where they are not.
    static let weightsMissing = "The sentence embedder's weights are not here; `make weights` fetches them."

    private static let weightsFolder = ".models/minilm"

    /// - Parameter log: hears of every request, where it wants to.
    /// - Throws: `StorageError`, `JournalProblem` or `ConfigurationError` for what keeps the router from being made.
    init(
        _ settings: Settings, library: Library, secret: InstallationSecret, book: AccessBook,
        variables: [String: String], log: ServerLog
    ) throws {
        let clock = SystemClock()
        let data = settings.data.value
        self.variables = variables
        process = ProcessFigures(clock: clock)
        callers = ChatCaller(issued: RouterKeys(book, clock: clock)) { secret.fingerprint(of: $0) }

        store = try RequestStore(at: RequestStore.path(in: data))
        journal = try SlotJournal(
            folder: data + "/journal", store: store, clock: clock,
            retention: settings.requests.retention.map { Int64($0.value) * 1000 })
        contents = settings.requests.keepsPrompts.value ? try ContentDrain(store: store, clock: clock) : nil
        if contents == nil { try store.forgetContents() }
        let ledger = Ledger(
            journal: journal, totals: try store.totals(), clock: clock, contents: contents,
            observer: log.format.hasRequests ? log : nil)

        answers = try SQLiteTier(at: Self.cacheFile(in: data), capacity: Self.diskCapacity, clock: clock)
        let l2 = try TierConfiguration(environment: variables).makeTier(clock: clock)
        let memory = MemoryTier(capacity: settings.cache.memory.value)
        let warming = settings.cache.warming.isEnabled.value ? WarmingMemory(answers.askedRequests) : nil
        if warming == nil { answers.askedRequests.forget(try answers.askedRequests.all().map(\.key)) }

        embedder = EmbedderOnDemand(
            dimensions: 384, source: MiniLMFolder(locate: Self.weightsToBe), clock: clock)
        embedder.check()
        pool = EmbeddingPool(embedder)
        let threshold = Float(settings.cache.semanticThreshold.value)
        questions = EmbeddedQuestions(
            embedder: embedder, index: SievedIndex(dimensions: embedder.dimensions), threshold: threshold,
            clock: clock)

        client = Client(configuration: Self.clientConfiguration)
        let remote = HTTPUpstream(client: client) { variables[$0] }
        upstream = try Self.upstream(library: library, remote: remote, embedder: pool)
        let registry = ModelRegistry(Self.models(settings), reference: settings.referenceModel?.value)
        router = ModelRouter(
            registry: registry,
            cache: AnswerCache(
                memory: memory, l2: l2.map { TierSwitch($0, clock: clock) }, l3: TierSwitch(answers, clock: clock),
                clock: clock),
            semantic: SemanticCache(index: questions, threshold: threshold), ledger: ledger,
            lastResort: RoadmapUpstream.modelName, warming: warming, clock: clock, digest: Digest.sha256,
            random: SecureRandom.below, upstream: upstream)
        embeddings = EmbeddingRouter(
            registry: registry, builtIn: BuiltInEmbeddings(pool), memory: memory, ledger: ledger, clock: clock,
            digest: Digest.sha256, random: SecureRandom.below, upstream: remote)
        warmer = warming.map { [router] memory in
            CacheWarmer(router, memory: memory, settings: CacheWarmer.Settings(settings.cache.warming), clock: clock)
        }
        alerts = try AlertService(
            settings.alerts, store: store, client: client, clock: clock, variables: variables)
        monitor = Monitor(
            router, clock: clock, unrecorded: { [journal] in journal.lost },
            conditions: { [journal, embedder] in Self.conditions(journal: journal, embedder: embedder) },
            alerts: alerts.desk)
        // Last, so that a start that fails does not look like a crash.
        heartbeat = try Heartbeat(store, clock: clock) { [journal] in journal.lost }
    }

    /// Requests are served on the client's threads, so that there is one for each core.
    private static var clientConfiguration: Client.Configuration {
        var configuration = Client.Configuration()
        configuration.threads = Server.Configuration().threads
        configuration.keptConnections = 256
        return configuration
    }

    /// The models of the file and the built-in one.
    static func models(_ settings: Settings) -> [Model] { settings.models.map(Model.init) + [RoadmapUpstream.model] }

    /// Whoever serves a model.
    /// - Parameter embedder: lets the built-in model search by meaning.
    static func upstream(
        library: Library, remote: HTTPUpstream, embedder: EmbeddingPool? = nil
    ) throws -> @Sendable (Model) -> any Upstream {
        let builtIn = RoadmapUpstream(library: library, search: try SearchIndex(), embedder: embedder)
        return { model -> any Upstream in
            if model.endpoint == nil { return builtIn }
            return remote
        }
    }

    private static func conditions(journal: SlotJournal, embedder: EmbedderOnDemand) -> [MonitoringCondition] {
        var conditions: [MonitoringCondition] = []
        if let problem = journal.problem {
            conditions.append(MonitoringCondition(.degraded, message: problem.message, tip: problem.tip))
        }
        if case .off(let reason, let tip) = embedder.standing {
            // Going without the weights is a choice; going with broken ones is not.
            let severity: MonitoringCondition.Severity =
                FileManager.default.fileExists(atPath: weightsToBe()) ? .degraded : .note
            conditions.append(
                MonitoringCondition(
                    severity, message: "Questions are matched word for word only. \(reason)", tip: tip))
        }
        return conditions
    }

    /// What may go wrong while requests go on being answered.
    var watch: ServiceWatch {
        let journal = journal
        let record = ServiceWatch.Part(
            problem: { journal.problem.map { ($0.tip, "\($0)") } }, recovery: "Requests are recorded again.")
        let tiers = [router.cache.l2, router.cache.l3].compactMap { $0 }.map { tier in
            let name = tier.name.uppercased()
            return ServiceWatch.Part(
                problem: {
                    let standing = tier.standing
                    guard standing.state == .off else { return nil }
                    let cause = standing.lastError ?? ""
                    return (cause, "The cache goes on without \(name) and tries it again. \(cause)")
                },
                recovery: "\(name) works again.")
        }
        return ServiceWatch(parts: [record] + tiers)
    }

    /// Says now and later whether questions are matched by meaning. The questions of L3 are taken up again in the
    /// background, so that the start waits for nothing.
    func watchMeaning(_ say: @escaping @Sendable (String, LogLevel) -> Void) {
        let (semantic, answers, embedder) = (router.semantic, answers, embedder)
        @Sendable func rebuild() {
            DispatchQueue.global(qos: .utility).async {
                do {
                    try answers.forEachQuestion { try semantic?.take($0.text, for: $0.key) }
                } catch {
                    // Of an embedder that is off the observer tells.
                    if !embedder.standing.isOff {
                        say("Questions kept in the cache file could not be taken up: \(error)", .warning)
                    }
                }
            }
        }
        let wasOff = Atomic(embedder.standing.isOff)
        @Sendable func tell(_ standing: EmbedderStanding) {
            if case .off(let reason, let tip) = standing {
                wasOff.store(true, ordering: .relaxed)
                say("Questions are matched word for word only. \(reason) \(tip)", .warning)
            } else if wasOff.exchange(false, ordering: .relaxed) {
                say("Questions are matched by meaning again.", .info)
                rebuild()
            }
        }
        embedder.observe(tell)
        if embedder.standing.isOff { tell(embedder.standing) } else { rebuild() }
    }

    /// Valuable answers are brought back into memory, and asked for again where a budget allows for it, until the task is
    /// cancelled.
    func keepWarm() -> Task<Void, Never>? {
        warmer.map { warmer in Task.detached(priority: .utility) { await warmer.run() } }
    }

    /// How commands reach in.
    func control(token: ControlToken, configuration: any LiveConfiguration) -> Control {
        let clock = SystemClock()
        var control = Control(
            token: token, router: router, configuration: configuration,
            test: ModelTest(upstream: upstream, clock: clock), clock: clock,
            isSet: { [variables] in !(variables[$0] ?? "").isEmpty })
        control.warmer = warmer
        return control
    }

    /// Waits until requests that were cut off are on record, for a second at most. What is not by then is recorded at the
    /// next start.
    private func settle() {
        let clock = ContinuousClock()
        let deadline = clock.now + .seconds(1)
        while router.ledger.current.inFlight > 0, clock.now < deadline { usleep(2_000) }
    }

    func close() {
        settle()
        warmer?.takeUpAsks()
        pool.close()
        questions.close()
        journal.close()
        contents?.close()
        heartbeat.stop()
        store.close()
        answers.close()
        client.close()
    }
}

extension CacheWarmer.Settings {
    init(_ settings: Settings.Cache.Warming) {
        self.init()
        budget = settings.budget.map { Int64(($0.value * 100_000_000).rounded()) }
        concurrency = settings.concurrency.value
    }
}

extension Model {
    init(_ settings: ModelSettings) {
        self.init(
            name: settings.name, endpoint: settings.endpoint, upstreamID: settings.model,
            keyVariable: settings.keyVariable,
            price: Price(
                input: settings.price.input, cachedInput: settings.price.cachedInput, output: settings.price.output),
            context: settings.context, weight: settings.weight, fallbacks: settings.fallbacks,
            timeout: settings.timeout, concurrency: settings.concurrency, isShared: settings.isShared)
    }
}
