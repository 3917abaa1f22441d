import Foundation
import HTTP
import JSON
import Synchronization

/// A receiver of webhooks: it keeps what it is sent, and answers as the test says.
final class HookServer: Sendable {
    struct Delivery: Sendable {
        let id: String
        let signature: String?
        let body: [UInt8]

        var json: JSON { (try? JSON(parsing: body)) ?? .null }
    }

    private struct State {
        var deliveries: [Delivery] = []
        var status = 200
        var headers: Headers = [:]
        var isHanging = false
    }

    private let state = Mutex(State())
    private let server: Server

    init() throws {
        let reference = Reference()
        server = Server { request in
            guard let hook = reference.hook else { return .now(Response(status: .serviceUnavailable)) }
            return hook.answer(request)
        }
        reference.hold(self)
        try server.start()
    }

    /// The address, whose path nobody may learn.
    var url: String { "http://127.0.0.1:\(server.port)/services/pathsecret?token=querysecret" }
    var deliveries: [Delivery] { state.withLock { $0.deliveries } }

    func answer(_ status: Int, _ headers: Headers = [:]) {
        state.withLock { ($0.status, $0.headers) = (status, headers) }
    }

    func hang(_ isHanging: Bool) { state.withLock { $0.isHanging = isHanging } }

    func stop() async { await server.stop(within: .zero) }

    private func answer(_ request: Request) -> Reply {
        let (status, headers, isHanging) = state.withLock { state in
            state.deliveries.append(
                Delivery(
                    id: request.headers["x-beast-delivery"] ?? "", signature: request.headers["x-beast-signature"],
                    body: request.body))
            return (state.status, state.headers, state.isHanging)
        }
        let response = Response(status: Status(rawValue: status), headers: headers)
        guard isHanging else { return .now(response) }
        return .later {
            try await Task.sleep(for: .seconds(600))
            return response
        }
    }

    private final class Reference: Sendable {
        private struct Holder {
            weak var hook: HookServer?
        }

        private let holder = Mutex(Holder())

        var hook: HookServer? { holder.withLock { $0.hook } }
        func hold(_ hook: HookServer) { holder.withLock { $0.hook = hook } }
    }
}
