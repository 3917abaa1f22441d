import Backends
import Configuration
import Dispatch
import HTTP
import Roadmap
import Site

/// The web site while it is served.
struct RunningSite {
    /// Such as `http://127.0.0.1:8080`, or `https:` with a certificate.
    let address: String
    private let server: Server
    private let site: Site

    /// Conversations may hold images.
    private static let chatBytes = 16 << 20

    /// What browsers are told with every answer: nothing from elsewhere, nothing inline, no framing, no guessing of types, none
    /// of the machine's devices, and no hand on the page for a window that opened it (OWASP's Secure Headers).
    private static let headers: Headers = [
        "Content-Security-Policy":
            "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'",
        "X-Content-Type-Options": "nosniff",
        // For browsers that do not know frame-ancestors.
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Permissions-Policy":
            "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    ]

    /// What they are told besides where answers are encrypted: to ask this host no other way for a year.
    private static let encryptedHeaders: Headers = ["Strict-Transport-Security": "max-age=31536000"]

    /// - Throws: what keeps the site from being made or the server from listening.
    init(
        _ tracker: Tracker, _ gate: Gate, _ chat: ChatService, _ folders: AssetFolders, _ settings: Settings,
        control: Control, certificate: ServerCertificate?, log: ServerLog
    ) throws {
        let host = settings.host.value
        let site = try Site(
            tracker: tracker, gate: gate, templates: folders.templates, files: folders.files,
            hosts: Set([host, "[\(host)]"] + settings.hosts.value),
            router: chat.router, monitor: chat.monitor, log: chat.store, embeddings: chat.embeddings,
            callers: chat.callers, control: control)
        self.site = site
        site.metrics.add(chat.process.write)
        var configuration = Server.Configuration()
        configuration.host = host
        configuration.port = settings.port.value
        configuration.client = chat.client
        configuration.tls = certificate
        configuration.headers = Self.headers
        if certificate != nil { configuration.headers.merge(Self.encryptedHeaders) }
        configuration.limits.connections = settings.limits.connections.value
        configuration.limits.connectionsPerAddress = settings.limits.connectionsPerAddress.value
        // A proxy before the server speaks for everybody.
        configuration.limits.exemptsLoopback = true
        if log.format.hasRequests {
            let routes = try site.makeRoutes().routes
            configuration.onExchange = { log.answered($0, route: routes.pattern(for: $0.request)) }
            site.metrics.add {
                $0.family("beast_log_lost_lines", .counter, help: "Lines of the log that could not be written.")
                $0.sample(Int(clamping: log.lost))
            }
        }
        configuration.limits.bodyBytesUnder = ["/v1/": Self.chatBytes]
        server = Server(
            configuration: configuration, onError: { site.answer($0, to: $1) }, respond: try site.makeHandler())
        let port = try server.start()
        address = "\(certificate == nil ? "http" : "https")://\(host.contains(":") ? "[\(host)]" : host):\(port)"
        Task.detached { [weak site] in
            do {
                // The first pages come first: beside them this would make them wait.
                try await Task.sleep(for: .milliseconds(200))
            } catch {
                return
            }
            site?.prepareMonitoring()
        }
    }

    /// Shows new connections another certificate.
    func show(_ certificate: ServerCertificate) { server.replaceCertificate(certificate) }

    /// - Throws: `StorageError` when the database does not answer.
    func checkDatabase() throws { try site.checkDatabase() }

    /// Tells those who ask whether it is ready that it is not any more.
    func drain() { site.drain() }

    /// Stops listening and lets running requests finish, for as long as `limit`; a signal that comes meanwhile ends the
    /// waiting.
    func stop(within limit: Duration, unless signals: ServerSignals) {
        let server = server
        let done = DispatchSemaphore(value: 0)
        Task {
            await server.stop(within: limit)
            done.signal()
        }
        while done.wait(timeout: .now() + .milliseconds(50)) == .timedOut {
            if signals.hasStop() { Task { await server.stop(within: .zero) } }
        }
    }
}
