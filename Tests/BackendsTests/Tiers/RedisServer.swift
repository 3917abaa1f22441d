import Foundation

/// A real Redis of a test's own: its port, its folder, stopped by its process id.
final class RedisServer {
    let port: Int
    private let folder: Scratch
    private let options: [String]
    private var process: Process?

    var url: String { "redis://127.0.0.1:\(port)" }

    init(_ options: String...) throws {
        self.options = options
        folder = try Scratch()
        port = try freePort()
        try start()
    }

    deinit { kill() }

    /// Returns when it accepts connections.
    func start() throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/redis-server")
        process.arguments =
            ["--port", "\(port)", "--bind", "127.0.0.1", "--dir", folder.folder, "--save", "", "--appendonly", "no"]
            + options
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        self.process = process
        var log = Data()
        while log.range(of: Data("Ready to accept connections".utf8)) == nil {
            let piece = output.fileHandleForReading.availableData
            guard !piece.isEmpty else { throw CocoaError(.executableLoad) }
            log += piece
        }
        // Nobody reads the rest; a full pipe would stop the server.
        output.fileHandleForReading.readabilityHandler = { _ = $0.availableData }
    }

    func kill() {
        guard let process else { return }
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        self.process = nil
    }

    /// Stops it where it is, as a machine does that is out of breath, or lets it go on.
    func pause() { if let process { Foundation.kill(process.processIdentifier, SIGSTOP) } }
    func resume() { if let process { Foundation.kill(process.processIdentifier, SIGCONT) } }

    /// What `redis-cli` prints for a command.
    @discardableResult
    func ask(_ arguments: String...) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/redis-cli")
        process.arguments = ["-p", "\(port)"] + arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}

/// A port that nobody listens on at the moment.
func freePort() throws -> Int {
    let listener = try Listener()
    return listener.port
}
