import Foundation
import Glibc
import Synchronization

/// A stand-in for a model server that answers every chat request alike, after a while, and counts them.
final class CountingUpstream: Sendable {
    let port: Int
    private let listening: Int32
    private let count = Atomic(0)

    var calls: Int { count.load(ordering: .relaxed) }
    /// The settings for a server that uses it: dollars for a million tokens.
    var settings: String {
        """
        models:
          - name: custom:a
            endpoint: http://127.0.0.1:\(port)/v1
            model: a
            price: { input: 1, output: 2 }

        """
    }

    init(delay: Duration = .zero) throws {
        let listener = try LoopbackListener()
        let listening = listener.socket
        port = listener.port
        self.listening = listening
        Thread.detachNewThread { [self] in
            while true {
                let connection = accept(listening, nil, nil)
                guard connection >= 0 else { return }
                Thread.detachNewThread { [self] in serve(connection, after: delay) }
            }
        }
    }

    func close() { shutdown(listening, Int32(SHUT_RDWR)) }

    private func serve(_ connection: Int32, after delay: Duration) {
        defer { Glibc.close(connection) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let end = Array("\r\n\r\n".utf8)
        while true {
            while !Self.isWhole(bytes, end) {
                let read = recv(connection, &buffer, buffer.count, 0)
                guard read > 0 else { return }
                bytes += buffer[..<read]
            }
            bytes = []
            count.add(1, ordering: .relaxed)
            usleep(UInt32(delay.components.attoseconds / 1_000_000_000_000))
            let body = """
                {"id":"c","object":"chat.completion","created":1,"model":"a","choices":[{"index":0,"message":{"role":\
                "assistant","content":"Hello"},"finish_reason":"stop"}],"usage":{"prompt_tokens":1000,\
                "completion_tokens":500,"total_tokens":1500}}
                """
            let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n"
            let answer = Array((head + body).utf8)
            guard send(connection, answer, answer.count, Int32(MSG_NOSIGNAL)) == answer.count else { return }
        }
    }

    private static func isWhole(_ bytes: [UInt8], _ end: [UInt8]) -> Bool {
        let text = String(decoding: bytes, as: UTF8.self)
        guard let range = text.range(of: "\r\n\r\n") else { return false }
        let head = text[..<range.lowerBound].lowercased()
        let length = head.split(separator: "\r\n").first { $0.hasPrefix("content-length:") }
            .flatMap { Int($0.dropFirst(15).trimmingCharacters(in: .whitespaces)) }
        return text[range.upperBound...].utf8.count >= length ?? 0
    }
}
