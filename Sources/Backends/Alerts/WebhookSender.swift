public import Engine
public import HTTP
import JSON
import Secrets
import Synchronization

/// Posts alerts to webhooks as JSON.
///
/// With a secret each post carries `x-beast-signature: t=…,v1=…`: the seconds since 1970, and in hexadecimal the
/// HMAC-SHA256 of that number, a dot and the body. `x-beast-delivery` is the same at each try, and in the body as `id`.
public final class WebhookSender: AlertSender {
    private let webhooks: Mutex<[Webhook]>
    private let client: Client
    private let clock: any EngineClock
    private let patience: ClientRequest.Timeouts

    /// - Parameter patience: how long a webhook may take.
    public init(
        _ webhooks: [Webhook], client: Client, clock: any EngineClock, patience: Duration = .seconds(10)
    ) {
        self.webhooks = Mutex(webhooks)
        self.client = client
        self.clock = clock
        var timeouts = ClientRequest.Timeouts()
        timeouts.connect = patience
        timeouts.firstByte = patience
        timeouts.total = patience
        self.patience = timeouts
    }

    public var hooks: [AlertHook] { webhooks.withLock { $0.map(\.hook) } }

    /// Takes up other webhooks. What waits for one that is gone is given up.
    public func replace(by webhooks: [Webhook]) { self.webhooks.withLock { $0 = webhooks } }

    public func send(_ notice: AlertNotice, to hook: AlertHook) async throws(AlertSendFailure) {
        guard let webhook = webhooks.withLock({ all in all.first { $0.hook.key == hook.key } }) else {
            throw AlertSendFailure("The webhook is no longer configured.")
        }
        let response: ClientResponse
        do {
            response = try await client.send(request(notice, to: webhook))
        } catch {
            // It names scheme, host and port at most.
            throw AlertSendFailure(error.message)
        }
        let status = response.status.rawValue
        guard (200..<300).contains(status) else {
            throw AlertSendFailure(
                "\(hook.label) answered \(status).",
                retryAfter: response.headers["Retry-After"].flatMap { seconds(of: $0) })
        }
    }

    private func request(_ notice: AlertNotice, to webhook: Webhook) -> ClientRequest {
        let body = notice.json.bytes
        var headers: Headers = ["Content-Type": "application/json", "x-beast-delivery": notice.id]
        if let secret = webhook.secret {
            let time = clock.milliseconds / 1_000
            let signature = Digest.hmacSHA256(Array("\(time).".utf8) + body, key: Array(secret.utf8))
            headers["x-beast-signature"] = "t=\(time),v1=\(signature.hexadecimal)"
        }
        return ClientRequest(
            .post, webhook.address, headers: headers, body: body, timeouts: patience, maximumBodyBytes: 1 << 20)
    }

    /// `Retry-After`: seconds, or a date (RFC 9110, section 10.2.3).
    private func seconds(of text: String) -> Double? {
        if let seconds = Double(text) { return seconds }
        return HTTPDate(parsing: text).map { Double($0.seconds) - Double(clock.milliseconds) / 1_000 }
    }
}
