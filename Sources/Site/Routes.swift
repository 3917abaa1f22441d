import HTTP

extension Site {
    /// Everything the server answers, on one page.
    public func makeRoutes() throws -> Routes {
        var routes = Routes()

        // Pages
        try routes.get("/", page(OverviewPage.show))
        try routes.get("/roadmap", page(RoadmapPage.show))
        try routes.get("/roadmap/month/:month", page(MonthPage.show))
        try routes.get("/roadmap/orphans", page(OrphansPage.show))
        try routes.get("/targets", page(TargetsPage.show))
        try routes.get("/targets/:name", page(TargetPage.show))
        try routes.get("/dogfood", page(DogFoodingPage.show))
        try routes.get("/reports", page(ReportsPage.show))
        try routes.get("/reports/:week", page(ReportPage.show))
        try routes.get("/docs", page(DocumentsPage.show))
        try routes.get("/docs/:name", page(DocumentPage.show))
        try routes.get("/monitoring", page(MonitoringPage.show))
        try routes.get("/monitoring/requests", page(RequestLogPage.show))
        try routes.get("/monitoring/requests.csv", page(RequestLogPage.export))
        try routes.get("/monitoring/requests/:id", page(RequestLifePage.show))
        try routes.get("/monitoring/models/:name", page(ModelPage.show))
        try routes.get("/monitoring/alerts", page(AlertsPage.show))
        try routes.get("/search", page(SearchPage.show))
        try routes.get("/activity", page(ActivityPage.show))

        // Forms
        try routes.post("/tasks/:id/complete", page(TaskForms.complete))
        try routes.post("/tasks/:id/reopen", page(TaskForms.reopen))
        try routes.post("/roadmap/orphans/:id", page(OrphansPage.map))
        try routes.post("/targets/:name/readings", page(TargetPage.record))
        try routes.post("/dogfood", page(DogFoodingPage.add))
        try routes.post("/activity/:id/undo", page(ActivityPage.undo))
        try routes.post("/you", page(ActivityPage.rename))
        try routes.post("/monitoring/alerts/:id/acknowledge", page(AlertForms.acknowledge))
        try routes.post("/monitoring/alerts/:id/silence", page(AlertForms.silence))

        // API
        for operation in Operation.all {
            try routes.add(operation.method, operation.path, page(operation.handler))
        }
        let description = Content(OpenAPI.document(of: Operation.all).bytes, type: .json)
        try routes.get("/api/openapi.json") { _ in .now(Response(content: description)) }

        // Chat
        if let router {
            try routes.post("/v1/chat/completions") { [callers] in
                try ChatAPI.complete($0, router: router, callers: callers)
            }
            if let embeddings {
                try routes.post("/v1/embeddings") { [callers] in
                    try EmbeddingsAPI.create($0, router: embeddings, callers: callers)
                }
            }
            try routes.get("/v1/models") { [embeddings, callers] in
                try ChatAPI.models($0, router: router, embeddings: embeddings, callers: callers)
            }
            try routes.post("/api/codebase/chat", page { try ChatAPI.converse($0, router: router, site: $1) })
        }

        // Control of the running server, for commands of this machine
        if control != nil {
            try routes.get("/api/v1/models", commands(ModelsAPI.list))
            try routes.post("/api/v1/models/test", commands(ModelsAPI.test))
            try routes.post("/api/v1/reload", commands(ModelsAPI.reload))
            try routes.get("/api/v1/cache", commands(CacheAPI.show))
            try routes.delete("/api/v1/cache", commands(CacheAPI.purge))
            try routes.post(
                "/api/v1/cache/warm", commands { [callers] in try WarmingAPI.warm($0, control: $1, callers: callers) })
        }

        // Operations
        try routes.get("/healthz") { _ in .now(.text("ok\n", cache: .noStore)) }
        try routes.get("/readyz", page(Readiness.show))
        try routes.get("/metrics", page(MetricsEndpoint.show))

        // Each file by its name, so that nothing else is hidden behind them.
        for path in files.paths { try routes.get(path) { [files] request in try files.respond(to: request) } }
        return routes
    }

    /// Gives a handler this site.
    private func page(_ handler: @escaping @Sendable (Request, Site) throws -> Reply) -> Handler {
        { [unowned self] request in try handler(request, self) }
    }

    /// Gives a handler what commands may do here; anybody else is refused.
    private func commands(_ handler: @escaping @Sendable (Request, Control) throws -> Reply) -> Handler {
        { [unowned self] request in
            guard let control, control.token.isCarried(by: request.headers["Authorization"]) else {
                throw HTTPError(
                    .forbidden, "This is for the commands of this machine alone.",
                    tip: "Run the command beside the server, as its user and with its data folder.")
            }
            return try handler(request, control)
        }
    }
}
