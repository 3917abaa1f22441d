import Foundation
import Glibc

/// A stand-in for a model server that streams the first half of an answer, and the rest when a test lets it.
final class GatedUpstream: Sendable {
    let port: Int
    private let listening: Int32
    private let gate = DispatchSemaphore(value: 0)

    var settings: String {
        """
        models:
          - name: custom:a
            endpoint: http://127.0.0.1:\(port)/v1

        """
    }

    init() throws {
        let listener = try LoopbackListener()
        let listening = listener.socket
        port = listener.port
        self.listening = listening
        Thread.detachNewThread { [gate] in
            let connection = accept(listening, nil, nil)
            guard connection >= 0 else { return }
            defer { close(connection) }
            var buffer = [UInt8](repeating: 0, count: 65_536)
            _ = recv(connection, &buffer, buffer.count, 0)
            Self.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n", on: connection)
            Self.send(Self.event(#"{"content":"first half"}"#, "null"), on: connection)
            gate.wait()
            Self.send(Self.event(#"{"content":", second half"}"#, "null"), on: connection)
            Self.send(Self.event("{}", #""stop""#) + "data: [DONE]\n\n", on: connection)
        }
    }

    deinit {
        shutdown(listening, Int32(SHUT_RDWR))
        close(listening)
    }

    /// Lets the rest of the answer go.
    func open() { gate.signal() }

    private static func event(_ delta: String, _ reason: String) -> String {
        #"data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"a","choices":[{"index":0,"delta":"#
            + #"\#(delta),"finish_reason":\#(reason)}]}"# + "\n\n"
    }

    private static func send(_ text: String, on connection: Int32) {
        let bytes = Array(text.utf8)
        _ = Glibc.send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }
}
