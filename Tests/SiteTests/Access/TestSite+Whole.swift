import Backends
import Engine
import HTTP
import Roadmap
import Secrets

@testable import Site

extension TestSite {
    /// A site with everything that the program itself serves: chat, embeddings and the control of a running server.
    func whole() throws -> Site {
        let client = Client()
        let embedder = EmbedderOnDemand(
            dimensions: 384, source: MiniLMFolder { [folder] in folder.path("no weights") }, clock: SystemClock())
        let embeddings = EmbeddingRouter(
            registry: engine.router.registry, builtIn: BuiltInEmbeddings(EmbeddingPool(embedder)),
            memory: engine.router.cache.memory, ledger: engine.router.ledger, clock: engine.clock,
            digest: Digest.sha256, random: { _ in 0 }, upstream: HTTPUpstream(client: client) { _ in nil })
        let control = Control(
            token: ControlToken("key"), router: engine.router, configuration: NoConfiguration(),
            test: ModelTest(upstream: { [engine] _ in engine.upstream }, clock: engine.clock), clock: engine.clock,
            isSet: { _ in false })
        return try Site(
            tracker: tracker, gate: gate, templates: site.templates, files: site.files, hosts: [],
            router: engine.router, monitor: engine.monitor, log: store, embeddings: embeddings, control: control)
    }
}

/// Settings that are never read again.
private struct NoConfiguration: LiveConfiguration {
    let standing = ConfigurationStanding(file: nil, loadedAt: Instant(milliseconds: 0))

    func reload() -> ConfigurationStanding { standing }
}
