import HTTP

enum Readiness {
    /// `GET /readyz`: whether the database answers; 503 with the reason when it does not.
    static func show(_ request: Request, site: Site) throws -> Reply {
        do {
            _ = try site.tracker.read { try $0.activity(1) }
            return .now(.text("ready\n", cache: .noStore))
        } catch {
            return .now(.text("not ready: \(Failure(error).message)\n", status: .serviceUnavailable, cache: .noStore))
        }
    }
}
