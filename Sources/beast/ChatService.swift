import Backends
import Configuration
import Dispatch
import Engine
import HTTP
import Roadmap
import Site

/// The model router, put together from the settings, with everything that has to be closed again.
struct ChatService {
    let router: ModelRouter
    let callers: ChatCaller
    private let journal: SlotJournal
    private let store: RequestStore
    private let answers: SQLiteTier
    private let client: Client
    private let variables: [String: String]
    let upstream: @Sendable (Model) -> any Upstream
    private let questions: EmbeddedQuestions?
    /// Why questions are not matched by meaning; `nil` when they are.
    let exactOnly: String?

    /// The most that L3 takes on the disk, in bytes.
    static let diskCapacity = 1 << 30

    /// The database file of L3.
    static func cacheFile(in data: String) -> String { data + "/cache.db" }

    /// Where the sentence embedder's weights are; `nil` when they are not there.
    static func weights() throws -> String? { try AssetFolders.locate(".models/minilm") }

    /// What to do where they are not.
    static let weightsMissing = "The sentence embedder's weights are not here; `make weights` fetches them."

    /// - Throws: `StorageError`, `JournalProblem` or `ConfigurationError` for what keeps the router from being made.
    init(_ settings: Settings, library: Library, variables: [String: String]) throws {
        let clock = SystemClock()
        let data = settings.data.value
        let secret = try TenantSecret(data: data)
        callers = ChatCaller { secret.fingerprint(of: $0) }
        store = try RequestStore(at: data + "/requests.db")
        journal = try SlotJournal(folder: data + "/journal", store: store, clock: clock)
        answers = try SQLiteTier(at: Self.cacheFile(in: data), capacity: Self.diskCapacity, clock: clock)
        let l2 = try TierConfiguration(environment: variables).makeTier(clock: clock)
        client = Client()
        self.variables = variables
        let threshold = Float(settings.cache.semanticThreshold.value)
        (questions, exactOnly) = Self.questions(threshold: threshold)

        upstream = try Self.upstream(library: library, client: client, variables: variables)
        router = ModelRouter(
            registry: ModelRegistry(Self.models(settings), reference: settings.referenceModel?.value),
            cache: AnswerCache(
                memory: MemoryTier(capacity: settings.cache.memory.value), l2: l2.map { TierSwitch($0, clock: clock) },
                l3: TierSwitch(answers, clock: clock), clock: clock),
            semantic: questions.map { SemanticCache(index: $0, threshold: threshold) },
            ledger: Ledger(journal: journal, totals: try store.totals(), clock: clock),
            lastResort: RoadmapUpstream.modelName, clock: clock, digest: Digest.sha256, random: SecureRandom.below,
            upstream: upstream)
    }

    /// The models of the file and the built-in one.
    static func models(_ settings: Settings) -> [Model] { settings.models.map(Model.init) + [RoadmapUpstream.model] }

    /// Whoever serves a model.
    static func upstream(
        library: Library, client: Client, variables: [String: String]
    ) throws -> @Sendable (Model) -> any Upstream {
        let builtIn = RoadmapUpstream(library: library, search: try SearchIndex())
        let remote = HTTPUpstream(client: client) { variables[$0] }
        return { model -> any Upstream in
            if model.endpoint == nil { return builtIn }
            return remote
        }
    }

    /// The questions of L3 are taken up again in the background, so that the start waits for nothing.
    func rebuildSemanticIndex(_ say: @escaping @Sendable (String) -> Void) {
        guard let semantic = router.semantic else { return }
        let answers = answers
        DispatchQueue.global(qos: .utility).async {
            do {
                try answers.forEachQuestion { try semantic.take($0.text, for: $0.key) }
            } catch {
                say("Questions kept in the cache file could not be taken up: \(error)")
            }
        }
    }

    private static func questions(threshold: Float) -> (index: EmbeddedQuestions?, problem: String?) {
        do {
            guard let folder = try weights() else { return (nil, weightsMissing) }
            let embedder = EmbedderOnDemand(dimensions: 384) { try MiniLMEmbedder(folder: folder) }
            let index = SievedIndex(dimensions: embedder.dimensions)
            return (EmbeddedQuestions(embedder: embedder, index: index, threshold: threshold), nil)
        } catch {
            return (nil, CommandLineTool.sentence(for: error))
        }
    }

    /// How commands reach in.
    func control(token: ControlToken, configuration: any LiveConfiguration) -> Control {
        let clock = SystemClock()
        return Control(
            token: token, router: router, configuration: configuration,
            test: ModelTest(upstream: upstream, clock: clock), clock: clock,
            isSet: { [variables] in !(variables[$0] ?? "").isEmpty }, exactOnly: exactOnly)
    }

    func close() {
        questions?.close()
        journal.close()
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
