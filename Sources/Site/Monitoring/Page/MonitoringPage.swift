import HTTP
import Markup

enum MonitoringPage {
    /// `GET /monitoring?range=hour`: how the router is doing this moment, what it did lately, and what that means for the
    /// plan. The page is right when it is sent and is kept right by its stream, without scripts by loading it again.
    static func show(_ request: Request, site: Site) throws -> Reply {
        let source = try site.monitoringSource()
        let view = source.view(MonitoringRange(request.query["range"]))
        var layout = site.layout(.monitoring, "Monitoring", request: request, moment: view.moment)
        layout.refresh = 5
        layout.script = site.assets.monitoring
        return .now(
            site.live(site.templates.monitoring, Model(layout: layout, view: view, address: site.address(of: request)))
        )
    }

    struct Model: TemplateModel {
        let layout: Layout
        let view: MonitoringView
        let address: String

        private var ranges: [Layout.Place] {
            MonitoringRange.allCases.map {
                Layout.Place(
                    label: $0.words.prefix(1).uppercased() + $0.words.dropFirst(), href: Links.monitoring($0),
                    current: $0 == view.range)
            }
        }

        static let shape = Shape<Model>()
            .object("layout") { $0.layout }
            .object("view") { $0.view }
            .text("stream") { Links.monitoringStream($0.view.range) }
            .list("ranges") { $0.ranges }
            .text("stretch") { $0.view.range.stretch }
            .flag("isQuiet") { $0.view.snapshot.totals.received == 0 }
            .object("example") { ExampleRequest(address: $0.address) }
    }
}

/// The line that sends a first request.
struct ExampleRequest: TemplateModel {
    let address: String
    var model = "local:roadmap"

    var curl: String {
        """
        curl \(address)/v1/chat/completions -H 'Content-Type: application/json' \\
          -d '{"model":"\(model)","messages":[{"role":"user","content":"What is due this week?"}]}'
        """
    }

    static let shape = Shape<ExampleRequest>()
        .text("curl") { $0.curl }
}
