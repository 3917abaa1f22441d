import Access
import HTTP
import Roadmap

extension Request {
    /// Whom it comes from, as the gate has found.
    var principal: Principal { sender as? Principal ?? Self.stranger }

    private static let stranger = Principal.nobody([])

    /// - Throws: `HTTPError` 403 for a token that is for other metrics.
    func checkMayRecord(_ metric: Metric) throws(HTTPError) {
        guard principal.mayRecord(metric.name) else {
            throw HTTPError(
                .forbidden, "This token may not record readings of \(metric.name).",
                tip: "`beast token list` shows which metrics it is for; make another for this one.")
        }
    }
}

extension Site {
    /// How the site was reached, for the commands that pages show: `http://127.0.0.1:8080`.
    func address(of request: Request) -> String {
        (gate.isSecure(request) ? "https://" : "http://") + (request.headers["Host"] ?? "127.0.0.1")
    }

    /// Who is on record for a change that is made on a page.
    func author(of request: Request) -> Author {
        request.principal.author(Viewer(request).given, by: .web, from: gate.address(of: request))
    }

    /// Who is on record for a change that comes in by the API.
    /// - Parameter claimed: the name that the request gives.
    func author(of request: Request, claiming claimed: String?) -> Author {
        request.principal.author(claimed, by: .api, from: gate.address(of: request))
    }
}
