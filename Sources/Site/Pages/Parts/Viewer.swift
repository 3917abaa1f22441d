import Access
import HTTP
import Roadmap

/// Who looks at a page: whoever is signed in, else by the name they gave, which is kept in a cookie of their browser.
struct Viewer: Hashable {
    static let cookie = "beast-name"
    static let unnamed = "browser"

    /// What pages call them.
    let name: String
    /// The name that was given by somebody who is not signed in.
    let given: String
    /// By which forms are known to come from pages made for this viewer; empty for who is not signed in.
    let formToken: String
    let isSignedIn: Bool
    /// Whether forms that change the plan are for them.
    let mayEdit: Bool
    let mayAdminister: Bool

    init(_ request: Request) {
        let principal = request.principal
        let decoded = request.cookie(Viewer.cookie).flatMap { PercentCoding.decoded($0) } ?? ""
        given = decoded.isEmpty ? Viewer.unnamed : String(decoded.prefix(80))
        name = principal.isSignedIn ? principal.name ?? given : given
        formToken = principal.formToken
        isSignedIn = principal.isSignedIn
        mayEdit = principal.mayEdit
        mayAdminister = principal.may(.admin)
    }
}
