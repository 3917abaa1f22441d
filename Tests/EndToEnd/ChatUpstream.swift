import Foundation

/// A stand-in for a model server: the one that the OpenAI client is tested with, as a program of its own.
final class ChatUpstream: Sendable {
    /// Such as `http://127.0.0.1:11434/v1`.
    let address: String
    private let child: Child

    /// It answers `You said` and the question; to `fail 503` with that status. Each request it gets is a line on its
    /// output: the model and the key.
    init() throws {
        let program = """
            import sys, threading
            sys.path.insert(0, \(Self.quoted(Workplace.checkout + "/Tests/EndToEnd/Clients")))
            import upstream
            server = upstream.Upstream()
            print(server.address, flush=True)
            threading.Event().wait()
            """
        child = try Child(["python3", "-c", program], in: "/", environment: ["PYTHONDONTWRITEBYTECODE": "1"])
        guard let line = try child.line() else { throw Child.Failure(description: "no upstream: \(child.messages)") }
        address = line
    }

    private static func quoted(_ text: String) -> String { "'\(text.replacingOccurrences(of: "'", with: "\\'"))'" }
}
