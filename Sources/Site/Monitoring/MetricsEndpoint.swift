import HTTP
import Telemetry

/// What metrics servers read.
enum MetricsEndpoint {
    private static let openMetrics = "application/openmetrics-text"

    /// `GET /metrics`: OpenMetrics for those who ask for it, else Prometheus' own text.
    static func show(_ request: Request, site: Site) throws -> Reply {
        let format: MetricsText.Format =
            request.headers.list(of: "Accept").map(prefersOpenMetrics) == true ? .openMetrics : .prometheus
        let type =
            switch format {
            case .openMetrics: MediaType("\(openMetrics); version=1.0.0", charset: "utf-8")
            case .prometheus: MediaType("text/plain; version=0.0.4", charset: "utf-8")
            }
        return .now(
            Response(
                headers: ["Vary": "Accept"],
                content: Content(site.metrics.text(format), type: type, cache: .noStore)))
    }

    /// Whether OpenMetrics is wanted at least as much as plain text (RFC 9110, section 12.5.1).
    static func prefersOpenMetrics(_ accept: String) -> Bool {
        var wanted = 0.0
        var plain = 0.0
        for element in accept.split(separator: ",") {
            let parts = element.split(separator: ";").map { $0.filter { $0 != " " }.lowercased() }
            let quality = parts.dropFirst().first { $0.hasPrefix("q=") }.map { Double($0.dropFirst(2)) ?? 0 } ?? 1
            if parts.first == openMetrics { wanted = max(wanted, quality) }
            if parts.first == "text/plain" { plain = max(plain, quality) }
        }
        return wanted > 0 && wanted >= plain
    }
}
