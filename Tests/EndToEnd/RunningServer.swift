import Foundation
import Glibc
import Testing

/// A server of the built program. It is ended with the value, whatever becomes of the test.
final class RunningServer: Sendable {
    /// As it says itself.
    let address: String
    let port: Int
    let child: Child

    init(_ child: Child) throws {
        self.child = child
        guard let line = try child.line(), let port = line.split(separator: ":").last.flatMap({ Int($0) }) else {
            _ = try child.finish()
            throw Child.Failure(description: "The server did not start: \(child.messages)")
        }
        address = line.split(separator: " ").last.map(String.init) ?? ""
        self.port = port
    }

    /// A new connection.
    func connect() throws -> Client { try Client(port: port) }

    /// Answers one request on a connection of its own.
    func get(_ target: String, _ headers: [String: String] = [:]) throws -> Answer {
        try connect().send("GET", target, headers)
    }

    func send(_ method: String, _ target: String, _ headers: [String: String] = [:], _ body: String = "") throws
        -> Answer
    {
        try connect().send(method, target, headers, Array(body.utf8))
    }

    /// Records a reading by the API.
    func record(_ value: String, of metric: String) throws -> Answer {
        try send("POST", "/api/v1/metrics/\(metric)", ["Content-Type": "text/plain"], value)
    }

    /// Asks it to stop and waits until it has.
    @discardableResult
    func stop() throws -> Outcome {
        child.signal(SIGTERM)
        return try child.finish()
    }
}
