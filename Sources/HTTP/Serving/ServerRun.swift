/// What a server is made of while it runs.
final class ServerRun: Sendable {
    let port: Int
    private let table: ConnectionTable
    private let loops: [ServingLoop]
    private let acceptor: Acceptor
    private let watch: Task<Void, any Error>

    init(_ configuration: Server.Configuration, _ responder: Responder, _ certificate: ShownCertificate?) throws {
        let socket = try ListeningSocket.bind(host: configuration.host, port: configuration.port)
        let table = ConnectionTable(
            responder: responder, limits: configuration.limits, client: configuration.client,
            certificate: certificate, onExchange: configuration.onExchange)
        var loops: [ServingLoop] = []
        do {
            try table.startWatch()
            let shared = configuration.client?.loops ?? []
            for index in 0..<(shared.isEmpty ? max(1, configuration.threads) : shared.count) {
                loops.append(try ServingLoop(table: table, on: shared.isEmpty ? nil : shared[index]))
            }
            acceptor = try Acceptor(socket: socket, loops: loops, table: table)
        } catch {
            for loop in loops { loop.stop() }
            table.stopWatch()
            socket.close()
            throw error
        }
        self.table = table
        self.loops = loops
        port = socket.port
        let interval = min(.seconds(1), max(.milliseconds(50), configuration.limits.arrival / 4))
        watch = Task {
            while true {
                try await Task.sleep(for: interval)
                table.endLateArrivals()
            }
        }
    }

    func finish(within limit: Duration) async {
        acceptor.stop()
        await table.drain(within: limit)
        close()
    }

    func hurry() {
        table.hurry()
    }

    /// Ends everything at once.
    func end() {
        acceptor.stop()
        close()
    }

    private func close() {
        watch.cancel()
        table.stopWatch()
        table.abandonWaiting()
        for loop in loops { loop.stop() }
        table.forgetAll()
    }
}
