import HTTP
import Roadmap

/// Who looks at a page, by the name they gave; it is kept in a cookie of their browser.
struct Viewer {
    static let cookie = "beast-name"
    static let unnamed = "browser"

    let name: String

    init(_ request: Request) {
        let cookies = request.headers["Cookie"] ?? ""
        let own = cookies.split(separator: ";").lazy
            .map { $0.drop { $0 == " " } }
            .first { $0.hasPrefix(Viewer.cookie + "=") }
        let encoded = own.map { String($0.dropFirst(Viewer.cookie.count + 1)) } ?? ""
        let decoded = PercentCoding.decoded(encoded) ?? ""
        name = decoded.isEmpty ? Viewer.unnamed : String(decoded.prefix(80))
    }

    var author: Author { Author(name, by: .web) }
}
