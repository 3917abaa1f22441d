import Markup
import Roadmap

/// What every page has around its content.
struct Layout: TemplateModel {
    struct Place: TemplateModel {
        let label: String
        let href: String
        let current: Bool

        static let shape = Shape<Place>()
            .text("label") { $0.label }
            .text("href") { $0.href }
            .flag("current") { $0.current }
    }

    /// Why the documents make no plan.
    struct Problems: TemplateModel {
        let summary: String
        let items: [ProblemLine]

        static let shape = Shape<Problems>()
            .text("summary") { $0.summary }
            .list("items") { $0.items }
    }

    let title: String
    let assets: Assets
    let navigation: [Place]
    let searchText: String
    let notice: Notice?
    let planProblems: Problems?
    let viewer: Viewer
    /// The page's own address, to come back to after signing in.
    let here: String
    /// Whether changing something takes an account.
    let asksForSignIn: Bool
    let today: String
    let timeZone: String
    /// Seconds after which a browser without scripts loads the page again.
    var refresh: Int?
    /// A script besides the one of every page.
    var script: String?

    /// How commands that change something begin, for the lines that pages show.
    var curl: String { asksForSignIn ? "curl -H 'Authorization: Bearer TOKEN'" : "curl" }

    static let shape = Shape<Layout>()
        .text("title") { $0.title }
        .text("css") { $0.assets.css }
        .text("js") { $0.assets.js }
        .text("icon") { $0.assets.icon }
        .list("navigation") { $0.navigation }
        .text("searchText") { $0.searchText }
        .object("notice") { $0.notice }
        .object("planProblems") { $0.planProblems }
        .text("you") { $0.viewer.name }
        .flag("signedIn") { $0.viewer.isSignedIn }
        .flag("asksForSignIn") { $0.asksForSignIn && !$0.viewer.isSignedIn }
        .flag("offersSignIn") { $0.asksForSignIn && !$0.viewer.isSignedIn && !$0.here.hasPrefix("/sign-in") }
        .text("signIn") { Links.signIn(comingBackTo: $0.here) }
        .flag("administers") { $0.viewer.mayAdminister }
        .flag("mayEdit") { $0.viewer.mayEdit }
        .text("formToken") { $0.viewer.formToken }
        .text("today") { $0.today }
        .text("timeZone") { $0.timeZone }
        .text("refresh") { $0.refresh.map(String.init) }
        .text("script") { $0.script }

    /// The sections of the navigation bar.
    enum Section: String, CaseIterable {
        case overview = "Overview"
        case roadmap = "Roadmap"
        case targets = "Targets"
        case dogFooding = "Dog-fooding"
        case reports = "Reports"
        case monitoring = "Monitoring"
        case documents = "Docs"

        var href: String {
            switch self {
            case .overview: Links.overview
            case .roadmap: Links.roadmap
            case .targets: Links.targets
            case .dogFooding: Links.dogFooding
            case .reports: Links.reports
            case .monitoring: Links.monitoring
            case .documents: Links.documents
            }
        }
    }

    static func navigation(at current: Section?) -> [Place] {
        Section.allCases.map { Place(label: $0.rawValue, href: $0.href, current: $0 == current) }
    }
}

/// A place in the documents and what is wrong there.
struct ProblemLine: TemplateModel {
    let problem: PlanProblem

    static let shape = Shape<ProblemLine>()
        .text("file") { $0.problem.file }
        .text("line") { $0.problem.line }
        .text("message") { $0.problem.message }
}
