import Markup

/// Every page's template, checked against its page model when the program starts.
struct PageTemplates: Sendable {
    let overview: Template<OverviewPage.Model>
    let roadmap: Template<RoadmapPage.Model>
    let month: Template<MonthPage.Model>
    let orphans: Template<OrphansPage.Model>
    let targets: Template<TargetsPage.Model>
    let target: Template<TargetPage.Model>
    let dogFooding: Template<DogFoodingPage.Model>
    let reports: Template<ReportsPage.Model>
    let report: Template<ReportPage.Model>
    let reportSheet: Template<ReportSheet.Model>
    let documents: Template<DocumentsPage.Model>
    let document: Template<DocumentPage.Model>
    let search: Template<SearchPage.Model>
    let activity: Template<ActivityPage.Model>
    let monitoring: Template<MonitoringPage.Model>
    let monitoringParts: MonitoringParts
    let requestLog: Template<RequestLogPage.Model>
    let requestLife: Template<RequestLifePage.Model>
    let model: Template<ModelPage.Model>
    let alerts: Template<AlertsPage.Model>
    let signIn: Template<SignInPage.Model>
    let welcome: Template<WelcomePage.Model>
    let account: Template<AccountPage.Model>
    let accounts: Template<AccountsPage.Model>
    let tokens: Template<TokensPage.Model>
    let audit: Template<AuditPage.Model>
    let error: Template<ErrorPage.Model>

    /// - Throws: `TemplateError` with file and line for a template that is missing, malformed or names what its page
    ///   does not have.
    init(folder: String) throws {
        let templates = try TemplateSet(folder: folder)
        overview = try templates.template("overview", for: OverviewPage.Model.self)
        roadmap = try templates.template("roadmap", for: RoadmapPage.Model.self)
        month = try templates.template("month", for: MonthPage.Model.self)
        orphans = try templates.template("orphans", for: OrphansPage.Model.self)
        targets = try templates.template("targets", for: TargetsPage.Model.self)
        target = try templates.template("target", for: TargetPage.Model.self)
        dogFooding = try templates.template("dogfood", for: DogFoodingPage.Model.self)
        reports = try templates.template("reports", for: ReportsPage.Model.self)
        report = try templates.template("report", for: ReportPage.Model.self)
        reportSheet = try templates.template("report-print", for: ReportSheet.Model.self)
        documents = try templates.template("docs", for: DocumentsPage.Model.self)
        document = try templates.template("doc", for: DocumentPage.Model.self)
        search = try templates.template("search", for: SearchPage.Model.self)
        activity = try templates.template("activity", for: ActivityPage.Model.self)
        monitoring = try templates.template("monitoring", for: MonitoringPage.Model.self)
        monitoringParts = try MonitoringParts(templates)
        requestLog = try templates.template("requests", for: RequestLogPage.Model.self)
        requestLife = try templates.template("request", for: RequestLifePage.Model.self)
        model = try templates.template("model", for: ModelPage.Model.self)
        alerts = try templates.template("alerts", for: AlertsPage.Model.self)
        signIn = try templates.template("sign-in", for: SignInPage.Model.self)
        welcome = try templates.template("welcome", for: WelcomePage.Model.self)
        account = try templates.template("account", for: AccountPage.Model.self)
        accounts = try templates.template("accounts", for: AccountsPage.Model.self)
        tokens = try templates.template("tokens", for: TokensPage.Model.self)
        audit = try templates.template("audit", for: AuditPage.Model.self)
        error = try templates.template("error", for: ErrorPage.Model.self)
    }
}
