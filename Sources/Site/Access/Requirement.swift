import Access

/// What a route asks of whoever sends the request.
enum Requirement: Sendable, Hashable {
    /// Nothing: it has to be there before anybody has signed in.
    case nothing
    case scope(Scope)
    /// What no scope is for: an editor or administrator.
    case editor
    /// Any account.
    case signedIn
    /// A command of this machine.
    case command

    /// For the table of routes.
    var name: String {
        switch self {
        case .nothing: "nothing"
        case .scope(let scope): scope.rawValue
        case .editor: "editor"
        case .signedIn: "an account"
        case .command: "this machine"
        }
    }

    func isMet(by principal: Principal) -> Bool {
        switch self {
        case .nothing: true
        case .scope(let scope): principal.may(scope)
        case .editor: principal.mayEdit
        case .signedIn: principal.account != nil
        case .command: if case .command = principal.kind { true } else { false }
        }
    }
}
