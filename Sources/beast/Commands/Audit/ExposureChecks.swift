import Configuration
import Site

/// Who can reach the server, and what they may do there without showing anything.
struct ExposureChecks {
    private let settings: Settings
    private let policy: AccessPolicy

    init(_ settings: Settings) {
        self.settings = settings
        policy = AccessPolicy(settings)
    }

    func findings() -> [AuditFinding] {
        [address, reading, writing, chat, proxy, sessions, prompts].compactMap { $0 }
    }

    private var isLocal: Bool { Settings.Access.isLoopback(settings.host.value) }

    private var address: AuditFinding {
        if isLocal { return .ok("\(settings.host.value) is reached from this machine alone.") }
        if settings.tls != nil { return .ok("\(settings.host.value) is reached over TLS.") }
        return settings.access.proxy == nil
            ? .wrong(
                "Passwords and tokens travel to \(settings.host.value) without encryption.",
                "Give --tls-cert and --tls-key, or serve on 127.0.0.1 behind a proxy that speaks TLS.")
            : .look(
                "\(settings.host.value) is reached from other machines without encryption.",
                "See that only the proxy reaches it.")
    }

    private var reading: AuditFinding {
        if !policy.readingIsOpen { return .ok("Pages take an account or a token.") }
        return isLocal
            ? .ok("Pages are open to this machine.")
            : .look("Pages are open to everybody who reaches \(settings.host.value).", "Set access.reading: signed-in.")
    }

    private var writing: AuditFinding {
        policy.writingIsOpen
            ? .wrong(
                "Everybody on this machine can change the plan, under any name.", "Leave access.writing at signed-in.")
            : .ok("Changing the plan takes an account or a token.")
    }

    private var chat: AuditFinding {
        if !policy.chatIsOpen { return .ok("Models take a token.") }
        let costs = settings.models.contains { $0.price.input > 0 || $0.price.output > 0 }
        if isLocal, !costs { return .ok("Models are open to this machine, and cost nothing.") }
        return isLocal
            ? .look(
                "Everybody on this machine can spend money on models.",
                "Set access.chat: signed-in, and make tokens with a rate.")
            : .wrong(
                "Everybody who reaches \(settings.host.value) can use the models.", "Set access.chat: signed-in.")
    }

    private var proxy: AuditFinding? {
        guard let proxy = settings.access.proxy, let header = proxy.header else { return nil }
        return .look(
            "\(header) from \(proxy.addresses.joined(separator: ", ")) signs people in.",
            "See that the proxy sets it always, and takes away what clients send under that name.")
    }

    private var sessions: AuditFinding {
        let days = settings.access.absolute.value / 86_400
        return days > 180
            ? .look("Sessions last \(days) days.", "Shorten access.session.absolute.")
            : .ok("Sessions end after \(days) days.")
    }

    private var prompts: AuditFinding? {
        guard settings.requests.keepsPrompts.value else { return nil }
        return .look("Prompts and answers are kept with the requests.", "Set requests.keep_prompts: false.")
    }
}
