import Backends
import Configuration
import Glibc
import HTTP
import Roadmap
import Secrets
import Site
import Storage

enum ServeCommand: Command {
    static let name = "serve"
    static let summary = "Serves the web site and the API until it is told to stop."
    static let settings: [SettingKey] = SettingKey.all.filter {
        [
            "host", "port", "hosts", "tls-cert", "tls-key", "reports-folder", "templates", "public", "log", "log-file",
            "drain", "access-reading", "access-writing", "access-chat",
        ].contains($0.flag)
    }
    static let options = [Option.flag("allow-root", "run even as root, who could do more harm than the server needs")]
    static let details = """
        On 127.0.0.1 everybody sees everything and signs in to change something; on any other address everything takes an
        account or a token, unless --access-reading open. While there is no account, it prints a link that makes the first.
        SIGTERM or Ctrl-C lets running requests finish, for as long as --drain
        says; a second one ends at once.
        SIGHUP reads the models and alerts in the configuration again, all of them or, when something is wrong, none, and
        opens the log's file and the certificate anew.

          beast serve --port 8080
        """

    static func run(_ arguments: Arguments, in environment: CommandEnvironment) throws {
        guard arguments.operands.isEmpty else {
            throw UsageError("`beast serve` takes options alone.", tip: "For example: beast serve --port 8080")
        }
        let settings = try environment.settings(arguments)
        try checkIsNotRoot(arguments, environment)
        let files = CertificateFiles(settings)
        let certificate = try files?.read()
        let signals = ServerSignals()
        OpenFiles.allowMost()
        Allocator.giveBackSoon()
        let log = try ServerLog(settings.log)
        defer { log.close() }
        let folders = try AssetFolders(settings)
        _ = try environment.calendar(settings)

        let data = settings.data.value
        try DataFolder.create(at: data)
        let lock = try FolderLock(folder: data)
        defer { lock.release() }
        // Of one that was killed.
        ServingNote.remove(in: data)
        let tracker = try environment.tracker(settings)
        defer { tracker.close() }
        for problem in tracker.library.current.problems {
            log.say("\(tracker.library.folder)/\(problem)", .warning)
        }

        let secret = try InstallationSecret(data: data)
        let token = ControlToken(SecureRandom.bytes(32).hexadecimal)
        let access = try AccessService(settings, tracker: tracker, secret: secret, control: token)
        let chat = try ChatService(
            settings, library: tracker.library, secret: secret, book: access.gate.book,
            variables: environment.variables, log: log)
        defer { chat.close() }
        chat.watchMeaning(log.say)
        let watch = chat.watch.start(log.say)
        defer { watch.cancel() }
        let warming = chat.keepWarm()
        defer { warming?.cancel() }
        let configuration = LiveSettings(
            started: settings, registry: chat.router.registry, alerts: chat.alerts,
            load: { try environment.settings(arguments) }, say: log.say)
        let running = try RunningSite(
            tracker, access.gate, chat, folders, settings,
            control: chat.control(token: token, configuration: configuration),
            certificate: certificate, log: log)
        func leaveNote(_ certificate: ServerCertificate?) throws {
            try ServingNote(
                address: running.address, process: Int(getpid()), token: token.text, pin: certificate?.pin
            ).write(in: data)
        }
        try leaveNote(certificate)
        defer { ServingNote.remove(in: data) }
        try environment.terminal.write("BEAST MODE is at \(running.address)\n")
        if let link = access.welcomeLink(at: running.address) {
            // Never to the log, not even where that shares standard error: whoever has it can make the first account.
            try environment.terminal.write(
                "There are no accounts yet. This link makes the first, an administrator's:\n\(link)\n")
        }
        let keeping = access.keepBook(log.say)
        defer {
            keeping.cancel()
            access.close()
        }
        let delivery = try reportDelivery(tracker, folders, settings, log: log)
        defer { delivery?.cancel() }
        let readings = EngineReadings(tracker: tracker, history: chat.store)
        let posting = Task.detached {
            await readings.run { error in
                log.say(
                    "What the router measured could not be recorded. \(CommandLineTool.sentence(for: error))", .error)
            }
        }
        defer { posting.cancel() }

        if let problem = certificate.flatMap(CertificateFiles.warning) { log.say(problem, .warning) }
        for problem in chat.alerts.problems { log.say(problem, .warning) }
        let alerting = chat.alerts.watch(chat.monitor, tracker: tracker)
        defer { alerting.cancel() }

        let manager = ServiceManager(environment.variables)
        if manager?.tell(["READY=1", "STATUS=\(running.address)"]) == false {
            log.say("The service manager could not be told that the server is ready.", .warning)
        }
        let pinging = manager?.watch(running.checkDatabase, say: log.say)
        defer { pinging?.cancel() }

        while signals.next() == .reload {
            log.reopen()
            _ = configuration.reload()
            guard let files else { continue }
            do {
                let certificate = try files.read()
                // Before it is shown: commands find the server by what the note says.
                try leaveNote(certificate)
                running.show(certificate)
                log.say(
                    CertificateFiles.warning(certificate) ?? "Read the certificate again.",
                    CertificateFiles.warning(certificate) == nil ? .info : .warning)
            } catch {
                log.say("The certificate stays as it was. \(CommandLineTool.sentence(for: error))", .error)
            }
        }
        running.drain()
        let limit = Duration.seconds(settings.drain.value)
        manager?.tell(["STOPPING=1", ServiceManager.extending(by: limit)])
        ServingNote.remove(in: data)
        log.say("Stopping; running requests may finish.")
        warming?.cancel()
        running.stop(within: limit, unless: signals)
    }

    /// Whoever finds a way into the program is then whom it runs as.
    private static func checkIsNotRoot(_ arguments: Arguments, _ environment: CommandEnvironment) throws {
        let isAllowed = arguments.has("allow-root") || environment.variables["BEAST_ALLOW_ROOT"] == "1"
        guard geteuid() != 0 || isAllowed else {
            throw CommandFailure(
                message: "The server does not run as root unless it is told to.",
                tip: "Run it as a user of its own, or give --allow-root (or BEAST_ALLOW_ROOT=1) where that is meant.")
        }
    }

    private static func reportDelivery(
        _ tracker: Tracker, _ folders: AssetFolders, _ settings: Settings, log: ServerLog
    ) throws -> Task<Void, Never>? {
        guard let folder = settings.reports.folder?.value else { return nil }
        let sheet = try ReportSheet(templates: folders.templates, files: folders.files)
        let delivery = ReportDelivery(tracker: tracker, sheet: sheet, folder: folder)
        return Task.detached {
            await delivery.run { error in
                log.say(
                    "The weekly report could not be written to \(folder). \(CommandLineTool.sentence(for: error))",
                    .error)
            }
        }
    }
}
