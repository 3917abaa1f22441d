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
    private let journal: SlotJournal
    private let store: RequestStore
    private let answers: SQLiteTier
    private let client: Client
    private let questions: EmbeddedQuestions?
    /// Why questions are not matched by meaning; `nil` when they are.
    let exactOnly: String?

    /// The most that L3 takes on the disk, in bytes.
    private static let diskCapacity = 1 << 30

    /// - Throws: `StorageError`, `JournalProblem` or `ConfigurationError` for what keeps the router from being made.
    init(_ settings: Settings, library: Library, variables: [String: String]) throws {
        let clock = SystemClock()
        let data = settings.data.value
        store = try RequestStore(at: data + "/requests.db")
        journal = try SlotJournal(folder: data + "/journal", store: store, clock: clock)
        answers = try SQLiteTier(at: data + "/cache.db", capacity: Self.diskCapacity, clock: clock)
        let l2 = try TierConfiguration(environment: variables).makeTier(clock: clock)
        client = Client()
        let threshold = Float(settings.cache.semanticThreshold.value)
        (questions, exactOnly) = Self.questions(threshold: threshold)

        let builtIn = RoadmapUpstream(library: library, search: try SearchIndex())
        let remote = HTTPUpstream(client: client) { variables[$0] }
        router = ModelRouter(
            registry: ModelRegistry(settings.models.map(Model.init) + [RoadmapUpstream.model]),
            cache: AnswerCache(
                memory: MemoryTier(capacity: settings.cache.memory.value), l2: l2.map { TierSwitch($0, clock: clock) },
                l3: TierSwitch(answers, clock: clock), clock: clock),
            semantic: questions.map { SemanticCache(index: $0, threshold: threshold) },
            ledger: Ledger(journal: journal, totals: try store.totals(), clock: clock),
            reference: settings.referenceModel?.value, lastResort: RoadmapUpstream.modelName, clock: clock,
            digest: Digest.sha256, random: SecureRandom.below,
            upstream: { model -> any Upstream in
                if model.endpoint == nil { return builtIn }
                return remote
            })
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

    private static func questions(threshold: Float) -> (index: EmbeddedQuestions?, problem: String?) {
        do {
            guard let folder = try AssetFolders.locate(".models/minilm") else {
                return (nil, "The sentence embedder's weights are not here; `make weights` fetches them.")
            }
            let embedder = EmbedderOnDemand(dimensions: 384) { try MiniLMEmbedder(folder: folder) }
            let index = SievedIndex(dimensions: embedder.dimensions)
            return (EmbeddedQuestions(embedder: embedder, index: index, threshold: threshold), nil)
        } catch {
            return (nil, CommandLineTool.sentence(for: error))
        }
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
