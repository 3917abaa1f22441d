import HTTP
import Roadmap

extension Site {
    /// Everything the server answers, on one page.
    public func makeRoutes() throws -> RouteTable {
        var routes = RouteTable(gate)

        // Pages
        try routes.get("/", requires: .scope(.read), page(OverviewPage.show))
        try routes.get("/roadmap", requires: .scope(.read), page(RoadmapPage.show))
        try routes.get("/roadmap/month/:month", requires: .scope(.read), page(MonthPage.show))
        try routes.get("/roadmap/orphans", requires: .scope(.read), page(OrphansPage.show))
        try routes.get("/targets", requires: .scope(.read), page(TargetsPage.show))
        try routes.get("/targets/:name", requires: .scope(.read), page(TargetPage.show))
        try routes.get("/dogfood", requires: .scope(.read), page(DogFoodingPage.show))
        try routes.get("/reports", requires: .scope(.read), page(ReportsPage.show))
        try routes.get("/reports/:week", requires: .scope(.read), page(ReportPage.show))
        try routes.get("/docs", requires: .scope(.read), page(DocumentsPage.show))
        try routes.get("/docs/:name", requires: .scope(.read), page(DocumentPage.show))
        try routes.get("/monitoring", requires: .scope(.read), page(MonitoringPage.show))
        try routes.get("/monitoring/requests", requires: .scope(.read), page(RequestLogPage.show))
        try routes.get("/monitoring/requests.csv", requires: .scope(.read), page(RequestLogPage.export))
        try routes.get("/monitoring/requests/:id", requires: .scope(.read), page(RequestLifePage.show))
        try routes.get("/monitoring/models/:name", requires: .scope(.read), page(ModelPage.show))
        try routes.get("/monitoring/alerts", requires: .scope(.read), page(AlertsPage.show))
        try routes.get("/search", requires: .scope(.read), page(SearchPage.show))
        try routes.get("/activity", requires: .scope(.read), page(ActivityPage.show))

        // Forms
        try routes.post("/tasks/:id/complete", requires: .scope(.tasksWrite), page(TaskForms.complete))
        try routes.post("/tasks/:id/reopen", requires: .scope(.tasksWrite), page(TaskForms.reopen))
        try routes.post("/roadmap/orphans/:id", requires: .editor, page(OrphansPage.map))
        try routes.post("/targets/:name/readings", requires: .scope(.metricsWrite), page(TargetPage.record))
        try routes.post("/dogfood", requires: .scope(.dogFoodWrite), page(DogFoodingPage.add))
        try routes.post("/activity/:id/undo", requires: .editor, page(ActivityPage.undo))
        try routes.post("/you", requires: .scope(.read), page(ActivityPage.rename))
        try routes.post("/monitoring/alerts/:id/acknowledge", requires: .editor, page(AlertForms.acknowledge))
        try routes.post("/monitoring/alerts/:id/silence", requires: .editor, page(AlertForms.silence))

        // Who may do what
        try routes.get("/sign-in", requires: .nothing, page(SignInPage.show))
        try routes.post("/sign-in", requires: .nothing, page(SignInPage.signIn))
        try routes.post("/sign-out", requires: .nothing, page(SignInPage.signOut))
        try routes.get("/welcome", requires: .nothing, page(WelcomePage.show))
        try routes.post("/welcome", requires: .nothing, page(WelcomePage.create))
        try routes.get("/account", requires: .signedIn, page(AccountPage.show))
        try routes.post("/account/password", requires: .signedIn, page(AccountPage.changePassword))
        try routes.post("/account/sessions/:id/end", requires: .signedIn, page(AccountPage.endSession))
        try routes.get("/access", requires: .scope(.admin), page(AccountsPage.show))
        try routes.post("/access", requires: .scope(.admin), page(AccountsPage.add))
        try routes.post("/access/:name/role", requires: .scope(.admin), page(AccountsPage.changeRole))
        try routes.post("/access/:name/remove", requires: .scope(.admin), page(AccountsPage.remove))
        try routes.get("/access/tokens", requires: .scope(.admin), page(TokensPage.show))
        try routes.post("/access/tokens", requires: .scope(.admin), page(TokensPage.add))
        try routes.post("/access/tokens/:prefix/revoke", requires: .scope(.admin), page(TokensPage.revoke))
        try routes.get("/activity/audit", requires: .scope(.admin), page(AuditPage.show))
        try routes.get("/activity/audit.csv", requires: .scope(.admin), page(AuditPage.export))

        // API
        for operation in Operation.all {
            try routes.add(
                operation.method, operation.path, requires: .scope(operation.scope), page(operation.handler))
        }
        let description = Content(OpenAPI.document(of: Operation.all, open: gate.policy.open).bytes, type: .json)
        try routes.get("/api/openapi.json", requires: .scope(.read)) { _ in .now(Response(content: description)) }

        // Chat
        if let router {
            try routes.post("/v1/chat/completions", requires: .scope(.chat)) { [callers] in
                try ChatAPI.complete($0, router: router, callers: callers)
            }
            if let embeddings {
                try routes.post("/v1/embeddings", requires: .scope(.chat)) { [callers] in
                    try EmbeddingsAPI.create($0, router: embeddings, callers: callers)
                }
            }
            try routes.get("/v1/models", requires: .scope(.chat)) { [embeddings, callers] in
                try ChatAPI.models($0, router: router, embeddings: embeddings, callers: callers)
            }
            try routes.post(
                "/api/codebase/chat", requires: .scope(.chat),
                page { try ChatAPI.converse($0, router: router, site: $1) })
        }

        // Control of the running server, for commands of this machine
        if control != nil {
            try routes.get("/api/v1/models", requires: .command, commands(ModelsAPI.list))
            try routes.post(
                "/api/v1/models/test", requires: .command, commands(noting: "server.model-tested", ModelsAPI.test))
            try routes.post("/api/v1/reload", requires: .command, commands(noting: "server.reloaded", ModelsAPI.reload))
            try routes.get("/api/v1/cache", requires: .command, commands(CacheAPI.show))
            try routes.delete(
                "/api/v1/cache", requires: .command, commands(noting: "server.cache-emptied", CacheAPI.purge))
            try routes.post(
                "/api/v1/cache/warm", requires: .command,
                commands(noting: "server.cache-warmed") { [callers] in
                    try WarmingAPI.warm($0, control: $1, callers: callers)
                })
        }

        // Operations
        try routes.get("/healthz", requires: .nothing) { _ in .now(.text("ok\n", cache: .noStore)) }
        try routes.get("/readyz", requires: .scope(.read), page(Readiness.show))
        try routes.get("/metrics", requires: .scope(.read), page(MetricsEndpoint.show))

        // Each file by its name, so that nothing else is hidden behind them.
        for path in files.paths {
            try routes.get(path, requires: .nothing) { [files] request in try files.respond(to: request) }
        }
        return routes
    }

    /// Gives a handler this site.
    private func page(_ handler: @escaping @Sendable (Request, Site) throws -> Reply) -> Handler {
        { [unowned self] request in try handler(request, self) }
    }

    /// Gives a handler what commands may do here.
    /// - Parameter action: what the audit calls it; nil for what changes nothing.
    private func commands(
        noting action: String? = nil, _ handler: @escaping @Sendable (Request, Control) throws -> Reply
    ) -> Handler {
        { [unowned self] request in
            guard let control else { throw HTTPError.notFound("There is nothing to control here.") }
            let reply = try handler(request, control)
            guard let action else { return reply }
            let author = author(of: request, claiming: nil)
            return .later {
                // First the work: what is written may be too much for a disk that it makes room on.
                let response =
                    switch reply {
                    case .now(let response): response
                    case .later(let work), .soon(let work): try await work()
                    }
                try await self.tracker.perform(RecordWrite(action, subject: "", by: author, at: self.tracker.now))
                return response
            }
        }
    }
}
