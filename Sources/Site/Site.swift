import Engine
import HTTP
import Markup
import Roadmap
import Synchronization
import Telemetry

/// The web site of one tracker: its pages and its API.
public final class Site: Sendable {
    let tracker: Tracker
    let search: SearchIndex
    let templates: PageTemplates
    let files: StaticFiles
    let assets: Assets
    let sheet: ReportSheet
    /// Answers chat requests, where this site does.
    let router: ModelRouter?
    /// Watches the router, where there is one.
    let monitor: Monitor?
    /// What monitoring pages show, where there is a router.
    let monitoring: MonitoringSource?
    /// Keeps open monitoring pages up to date.
    let stream: MonitoringStream?
    /// Answers requests for embeddings, where this site does.
    let embeddings: EmbeddingRouter?
    /// Tells who sends chat requests.
    let callers: ChatCaller
    /// Lets commands in, where this site does.
    let control: Control?
    /// Tells whom a request comes from, and whether that is enough.
    let gate: Gate
    /// Everything that `/metrics` shows.
    public let metrics = MetricRegistry()
    private let cache = PageCache()
    private let guardian: RequestGuard
    private let draining = Atomic(false)

    /// - Parameters:
    ///   - log: the record of requests, for monitoring.
    ///   - templates: the folder of the pages' templates; all are checked here.
    ///   - files: the folder of the files that browsers load.
    ///   - hosts: names besides the loopback ones that requests may be addressed to.
    /// - Throws: `TemplateError`, `HTTPError` or `StorageError` when something the pages need is missing or wrong.
    public convenience init(
        tracker: Tracker, gate: Gate, templates: String, files: String, hosts: Set<String> = [],
        router: ModelRouter? = nil,
        monitor: Monitor? = nil, log: (any RequestLog)? = nil, embeddings: EmbeddingRouter? = nil,
        callers: ChatCaller = ChatCaller(), control: Control? = nil
    ) throws {
        try self.init(
            tracker: tracker, gate: gate, templates: PageTemplates(folder: templates),
            files: StaticFiles(folder: files),
            hosts: hosts, router: router, monitor: monitor, log: log, embeddings: embeddings, callers: callers,
            control: control)
    }

    /// A site of templates and files that were read before.
    init(
        tracker: Tracker, gate: Gate, templates: PageTemplates, files: StaticFiles, hosts: Set<String>,
        router: ModelRouter? = nil,
        monitor: Monitor? = nil, log: (any RequestLog)? = nil, embeddings: EmbeddingRouter? = nil,
        callers: ChatCaller = ChatCaller(), control: Control? = nil
    ) throws {
        self.gate = gate
        self.router = router
        self.monitor = monitor
        monitoring = monitor.map {
            MonitoringSource(monitor: $0, log: log, warmer: control?.warmer, tracker: tracker)
        }
        self.embeddings = embeddings
        self.callers = callers
        self.control = control
        metrics.add {
            $0.family("beast_build", .info, help: "The version that runs.")
            $0.sample(1, [("version", OpenAPI.version)])
        }
        if let monitor { metrics.add(monitor.write) }
        metrics.add(PlanFigures(tracker).write)
        guardian = RequestGuard(hosts: RequestGuard.loopback.union(hosts))
        self.tracker = tracker
        search = try SearchIndex()
        self.templates = templates
        self.files = files
        assets = Assets(self.files)
        sheet = ReportSheet(self.templates.reportSheet, css: "/beast.css")
        stream = monitoring.map { source in
            MonitoringStream { range, number in
                MonitoringEvent(source.view(range), number: number, parts: templates.monitoringParts).bytes
            }
        }
    }

    /// Checks every page's template against its page model.
    /// - Throws: `TemplateError` for the first that does not fit.
    public static func checkTemplates(in folder: String) throws { _ = try PageTemplates(folder: folder) }

    /// To be called before the server is stopped, which waits for answers under way: `/readyz` answers 503 from now on, so
    /// that no more is sent here, and what would go on for as long as somebody looks, the streams of monitoring, ends.
    public func drain() {
        draining.store(true, ordering: .relaxed)
        stream?.close()
    }

    /// Whether the server is about to end.
    var isDraining: Bool { draining.load(ordering: .relaxed) }

    /// Has the record of requests added up and the parts of the monitoring page made once, so that whoever looks at it first
    /// does not wait for thirty days of sums. Takes tens of milliseconds; what cannot be read the page says itself.
    public func prepareMonitoring() {
        guard let monitoring, !isDraining else { return }
        // The longest first: what is read for it is most of what the others read.
        let views = MonitoringRange.allCases.reversed().map(monitoring.view)
        for number in 0..<MonitoringParts.rounds {
            _ = MonitoringEvent(views[0], number: number, parts: templates.monitoringParts)
        }
    }

    /// - Throws: `StorageError` when the database does not answer.
    public func checkDatabase() throws { _ = try tracker.read { try $0.activity(1) } }

    /// What answers every request: the guard first, then the map of routes.
    public func makeHandler() throws -> Handler {
        let routes = try makeRoutes().routes
        return { [self] request in
            try guardian.check(request)
            var request = request
            request.sender = try gate.principal(of: request)
            return try routes.respond(to: request)
        }
    }

    /// An error as an answer: a problem for programs, a page for people.
    @Sendable public func answer(_ error: any Error, to request: Request) -> Response {
        let failure = Failure(error)
        // As it was sent: a request that is refused before its address is read has no other.
        if let router, request.rawTarget.hasPrefix("/v1/") || request.rawTarget.hasPrefix("/api/codebase/") {
            return ChatAPI.refusal(error, to: request, router: router, callers: callers)
        }
        if request.rawTarget.hasPrefix("/api/") { return Problem.response(failure, request: request) }
        // A program that is sent to the page where people sign in would take that for an answer.
        if failure.status == .unauthorized, request.method.isSafe, request.isFromAPage, request.bearer == nil {
            return .redirect(to: Links.signIn(comingBackTo: request.rawTarget))
        }
        do {
            // It was refused before anybody knew who sent it, or by what its sender showed.
            var request = request
            do {
                request.sender = try gate.principal(of: request)
            } catch {
                // What its sender showed is what was wrong: the page is for nobody in particular.
                request.sender = nil
            }
            var response = try render(request, \.error, status: failure.status) { progress, layout in
                ErrorPage.Model(failure, request: request, layout: layout(nil, failure.message))
            }
            response.headers.merge(failure.headers)
            return response
        } catch {
            // Not even the error page can be made, most likely because the database does not answer.
            return .text("\(failure.message) \(failure.tip)\n", status: failure.status, cache: .noStore)
        }
    }

    /// Makes a page's layout from the section it belongs to and its title.
    typealias LayoutMaker = (Layout.Section?, String) -> Layout

    /// Answers with a page: the one kept from an earlier request while nothing has changed, else a new one.
    ///
    /// - Parameters:
    ///   - besides: what else the page says that no row and no document does: another text, another page.
    ///   - model: the page's question and its answer, read from one moment of the tracker.
    func page<Model>(
        _ request: Request, _ template: KeyPath<PageTemplates, Template<Model>>, besides: String = "",
        model: (Progress, LayoutMaker) throws -> Model
    ) throws -> Reply {
        let key = PageCache.Key(
            request.rawTarget, host: request.headers["Host"], viewer: Viewer(request), besides: besides)
        let moment = PageCache.Moment(revision: try tracker.revision(), minute: tracker.now.seconds / 60)
        if let content = cache.content(for: key, at: moment) { return .now(Response(content: content)) }
        let bytes = try bytes(request, template, model: model)
        return .now(Response(content: keep(bytes, type: .html, for: key, at: moment)))
    }

    /// Answers with a file made from the tracker, kept like a page.
    func file(_ request: Request, type: MediaType, bytes: (Progress) throws -> [UInt8]) throws -> Reply {
        let key = PageCache.Key(request.rawTarget, host: nil, viewer: nil)
        let moment = PageCache.Moment(revision: try tracker.revision(), minute: tracker.now.seconds / 60)
        if let content = cache.content(for: key, at: moment) { return .now(Response(content: content)) }
        return .now(Response(content: keep(try tracker.read(bytes), type: type, for: key, at: moment)))
    }

    private func keep(
        _ bytes: [UInt8], type: MediaType, for key: PageCache.Key, at moment: PageCache.Moment
    ) -> Content {
        let content = Content(bytes, type: type)
        cache.keep(content, size: bytes.count, for: key, at: moment)
        return content
    }

    /// Answers with a page that is true for this moment alone.
    func live<Model>(_ template: Template<Model>, _ model: Model) -> Response {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(65_536)
        template.render(model, into: &bytes)
        return Response(content: Content(bytes, type: .html, cache: .noStore))
    }

    /// - Throws: 404 where there is no router to watch.
    func monitoringSource() throws(HTTPError) -> MonitoringSource {
        guard let monitoring else {
            throw .notFound("This site has no router to watch.", tip: "Run `beast serve`, which has one.")
        }
        return monitoring
    }

    /// Makes a page that is for whoever asked and nobody else, and true for this moment alone.
    func fresh<Model>(
        _ request: Request, _ template: KeyPath<PageTemplates, Template<Model>>, status: Status,
        model: (Progress, LayoutMaker) throws -> Model
    ) throws -> Response {
        Response(
            status: status, content: Content(try bytes(request, template, model: model), type: .html, cache: .noStore))
    }

    /// Makes a page anew.
    func render<Model>(
        _ request: Request, _ template: KeyPath<PageTemplates, Template<Model>>, status: Status,
        model: (Progress, LayoutMaker) throws -> Model
    ) throws -> Response {
        Response(status: status, content: Content(try bytes(request, template, model: model), type: .html))
    }

    private func bytes<Model>(
        _ request: Request, _ template: KeyPath<PageTemplates, Template<Model>>,
        model: (Progress, LayoutMaker) throws -> Model
    ) throws -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(32_768)
        try tracker.read { progress in
            let notice = try request.query["said"].flatMap {
                try Notice(about: Notice.Subject($0), in: progress, page: request.path)
            }
            let layout: LayoutMaker = { section, title in
                self.layout(section, title, request: request, notice: notice, in: progress)
            }
            templates[keyPath: template].render(try model(progress, layout), into: &bytes)
        }
        return bytes
    }

    private func layout(
        _ section: Layout.Section?, _ title: String, request: Request, notice: Notice?, in progress: Progress
    ) -> Layout {
        layout(
            section, title, request: request, notice: notice, today: progress.today, calendar: progress.calendar)
    }

    /// The layout of a page that does not ask the database.
    func layout(
        _ section: Layout.Section?, _ title: String, request: Request, moment: MonitoringMoment
    ) -> Layout {
        layout(section, title, request: request, notice: nil, today: moment.today, calendar: moment.calendar)
    }

    private func layout(
        _ section: Layout.Section?, _ title: String, request: Request, notice: Notice?, today: Day,
        calendar: ReportingCalendar
    ) -> Layout {
        let problems = tracker.library.current.problems
        return Layout(
            title: title, assets: assets, navigation: Layout.navigation(at: section),
            searchText: request.query["q"] ?? "", notice: notice,
            planProblems: problems.isEmpty
                ? nil
                : Layout.Problems(
                    summary: "The plan has \(counted(problems.count, "problem")); the pages show the last good plan.",
                    items: problems.prefix(5).map(ProblemLine.init)),
            viewer: Viewer(request), here: request.rawTarget, asksForSignIn: !gate.policy.writingIsOpen,
            today: today.long, timeZone: calendar.zone.name)
    }
}
