import Access
import JSON

/// How the API's description says who is let in.
enum OpenAPISecurity {
    /// What may be shown, by the names that operations ask for them.
    static let schemes: JSON = [
        "token": [
            "type": "http", "scheme": "bearer",
            "description": "A token with the scope that the operation asks for; `beast token add` makes one",
        ],
        "session": [
            "type": "apiKey", "in": "cookie", "name": .string(Cookies.session),
            "description":
                "Whoever is signed in, with the scopes of their role; what changes something has to come from a page of the site",
        ],
    ]

    /// One of these has to be shown; nothing is one of them where everybody may.
    static func requirements(of scope: Scope, open: Scopes) -> JSON {
        let shown: [JSON] = ["token", "session"].map { [$0: [.string(scope.rawValue)]] }
        return .array(shown + (open.allow(scope) ? [[:]] : []))
    }

    /// In words.
    static func need(of scope: Scope, open: Scopes) -> String {
        let need = "Takes the scope `\(scope.rawValue)`: \(scope.summary)."
        return open.allow(scope) ? need + " This server lets everybody do that." : need
    }
}
