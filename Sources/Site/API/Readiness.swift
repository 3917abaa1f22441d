import HTTP

enum Readiness {
    /// `GET /readyz`: whether the database answers and the server is not about to end; 503 with the reason otherwise.
    static func show(_ request: Request, site: Site) throws -> Reply {
        if site.isDraining {
            return .now(.text("not ready: The server is stopping.\n", status: .serviceUnavailable, cache: .noStore))
        }
        do {
            try site.checkDatabase()
            return .now(.text("ready\n", cache: .noStore))
        } catch {
            return .now(.text("not ready: \(Failure(error).message)\n", status: .serviceUnavailable, cache: .noStore))
        }
    }
}
