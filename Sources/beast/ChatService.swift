import Backends
import Configuration
import Dispatch
import Engine
import HTTP
import Roadmap
import Site
import Synchronization

/// The model router, put together from the settings, with everything that has to be closed again.
struct ChatService {
    let router: ModelRouter
    let embeddings: EmbeddingRouter
    let monitor: Monitor
    let process: ProcessFigures
    private let embedder: EmbedderOnDemand
    private let pool: EmbeddingPool
    private let journal: SlotJournal
    private let store: RequestStore
    private let contents: ContentDrain?
    private let answers: SQLiteTier
    private let client: Client
    private let questions: EmbeddedQuestions

    /// The most that L3 takes on the disk, in bytes.
    private static let diskCapacity = 1 << 30

    /// - Throws: `StorageError`, `JournalProblem` or `ConfigurationError` for what keeps the router from being made.
    init(_ settings: Settings, library: Library, variables: [String: String]) throws {
        let clock = SystemClock()
        process = ProcessFigures(clock: clock)
        let data = settings.data.value
        store = try RequestStore(at: data + "/requests.db")
        journal = try SlotJournal(
            folder: data + "/journal", store: store, clock: clock,
            retention: settings.requests.retention.map { Int64($0.value) * 1000 })
        contents = settings.requests.keepsPrompts.value ? try ContentDrain(store: store, clock: clock) : nil
        if contents == nil { try store.forgetContents() }
        answers = try SQLiteTier(at: data + "/cache.db", capacity: Self.diskCapacity, clock: clock)
        let l2 = try TierConfiguration(environment: variables).makeTier(clock: clock)
        client = Client()
        embedder = EmbedderOnDemand(
            dimensions: 384, source: MiniLMFolder { Self.weightsFolder() }, clock: clock)
        embedder.check()
        pool = EmbeddingPool(embedder)
        let threshold = Float(settings.cache.semanticThreshold.value)
        questions = EmbeddedQuestions(
            embedder: embedder, index: SievedIndex(dimensions: embedder.dimensions), threshold: threshold)

        let builtIn = RoadmapUpstream(library: library, search: try SearchIndex(), embedder: pool)
        let remote = HTTPUpstream(client: client) { variables[$0] }
        let registry = ModelRegistry(settings.models.map(Model.init) + [RoadmapUpstream.model])
        let memory = MemoryTier(capacity: settings.cache.memory.value)
        let ledger = Ledger(journal: journal, totals: try store.totals(), clock: clock, contents: contents)
        embeddings = EmbeddingRouter(
            registry: registry, builtIn: BuiltInEmbeddings(pool), memory: memory, ledger: ledger, clock: clock,
            digest: Digest.sha256, random: SecureRandom.below, upstream: remote)
        router = ModelRouter(
            registry: registry,
            cache: AnswerCache(
                memory: memory, l2: l2.map { TierSwitch($0, clock: clock) },
                l3: TierSwitch(answers, clock: clock), clock: clock),
            semantic: SemanticCache(index: questions, threshold: threshold), ledger: ledger,
            reference: settings.referenceModel?.value, lastResort: RoadmapUpstream.modelName, clock: clock,
            digest: Digest.sha256, random: SecureRandom.below,
            upstream: { model -> any Upstream in
                if model.endpoint == nil { return builtIn }
                return remote
            })
        monitor = Monitor(
            router, clock: clock, unrecorded: { [journal] in journal.lost },
            conditions: { [journal, embedder] in Self.conditions(journal: journal, embedder: embedder) })
    }

    private static func conditions(journal: SlotJournal, embedder: EmbedderOnDemand) -> [MonitoringCondition] {
        var conditions: [MonitoringCondition] = []
        if let problem = journal.problem {
            conditions.append(MonitoringCondition(.degraded, message: problem.message, tip: problem.tip))
        }
        if case .off(let reason, let tip) = embedder.standing {
            conditions.append(
                MonitoringCondition(
                    .note, message: "Questions are matched word for word only. \(reason)", tip: tip))
        }
        return conditions
    }

    /// Says now and later whether questions are matched by meaning. The questions of L3 are taken up again in the
    /// background, so that the start waits for nothing.
    func watchMeaning(_ say: @escaping @Sendable (String) -> Void) {
        let (semantic, answers, embedder) = (router.semantic, answers, embedder)
        @Sendable func rebuild() {
            DispatchQueue.global(qos: .utility).async {
                do {
                    try answers.forEachQuestion { try semantic?.take($0.text, for: $0.key) }
                } catch {
                    // Of an embedder that is off the observer tells.
                    if !embedder.standing.isOff {
                        say("Questions kept in the cache file could not be taken up: \(error)")
                    }
                }
            }
        }
        let wasOff = Atomic(embedder.standing.isOff)
        @Sendable func tell(_ standing: EmbedderStanding) {
            if case .off(let reason, let tip) = standing {
                wasOff.store(true, ordering: .relaxed)
                say("Questions are matched word for word only. \(reason) \(tip)")
            } else if wasOff.exchange(false, ordering: .relaxed) {
                say("Questions are matched by meaning again.")
                rebuild()
            }
        }
        embedder.observe(tell)
        if embedder.standing.isOff { tell(embedder.standing) } else { rebuild() }
    }

    /// What may go wrong while requests go on being answered.
    var watch: ServiceWatch {
        let journal = journal
        let record = ServiceWatch.Part(
            problem: { journal.problem.map { "\($0)" } }, recovery: "Requests are recorded again.")
        let tiers = [router.cache.l2, router.cache.l3].compactMap { $0 }.map { tier in
            let name = tier.name.uppercased()
            return ServiceWatch.Part(
                problem: {
                    let standing = tier.standing
                    guard standing.state == .off else { return nil }
                    return "The cache goes on without \(name) and tries it again. \(standing.lastError ?? "")"
                },
                recovery: "\(name) works again.")
        }
        return ServiceWatch(parts: [record] + tiers)
    }

    /// Where the sentence embedder's weights are, or are to be.
    private static func weightsFolder() -> String {
        let name = ".models/minilm"
        do {
            return try AssetFolders.locate(name) ?? name
        } catch {
            return name
        }
    }

    func close() {
        pool.close()
        questions.close()
        journal.close()
        contents?.close()
        store.close()
        answers.close()
        client.close()
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
