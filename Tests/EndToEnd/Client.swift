import Foundation
import Glibc

/// One answer of a server.
struct Answer {
    let status: Int
    /// By lower-case name; of repeated ones the last.
    let headers: [String: String]
    let body: [UInt8]

    var text: String { String(decoding: body, as: UTF8.self) }
    var type: String { headers["content-type"] ?? "" }

    /// The body as a JSON object.
    var json: [String: Any] {
        get throws { try JSONSerialization.jsonObject(with: Data(body)) as? [String: Any] ?? [:] }
    }
}

/// One connection to a server on this machine that stays open between requests.
///
/// It sends what it is told, byte for byte, so that it can send what no proper client would.
final class Client {
    struct Closed: Error, CustomStringConvertible {
        let description: String
    }

    private let descriptor: Int32
    private let port: Int
    private var received: [UInt8] = []

    init(port: Int) throws {
        self.port = port
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        // A server that keeps silent fails the test rather than holding it up.
        var patience = timeval(tv_sec: 30, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else { throw Closed(description: "connect: \(String(cString: strerror(errno)))") }
    }

    deinit { close(descriptor) }

    /// Sends a request and waits for its answer.
    /// - Parameter headers: those that are not given are made: `Host` and, where there is a body, `Content-Length`.
    func send(
        _ method: String, _ target: String, _ headers: [String: String] = [:], _ body: [UInt8] = []
    ) throws -> Answer {
        try write(Self.request(method, target, headers, body, port: port))
        return try answer(isHead: method == "HEAD")
    }

    /// Sends bytes as they are and waits for an answer.
    func raw(_ text: String) throws -> Answer {
        try write(Array(text.utf8))
        return try answer()
    }

    static func request(
        _ method: String, _ target: String, _ headers: [String: String], _ body: [UInt8], port: Int
    ) -> [UInt8] {
        var all = ["Host": "127.0.0.1:\(port)"]
        if !body.isEmpty { all["Content-Length"] = "\(body.count)" }
        all.merge(headers) { $1 }
        var text = "\(method) \(target) HTTP/1.1\r\n"
        for (name, value) in all.sorted(by: { $0.key < $1.key }) { text += "\(name): \(value)\r\n" }
        return Array((text + "\r\n").utf8) + body
    }

    func write(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            // A server may refuse and close before it has read everything: what it answered is still to be read.
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    /// Sends as much as there is room for, and waits for none.
    func push(_ bytes: [UInt8]) throws {
        _ = Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL | MSG_DONTWAIT))
    }

    /// Reads one answer: its head, and as much body as that announces.
    func answer(isHead: Bool = false) throws -> Answer {
        while true {
            let end = try head()
            let lines = String(decoding: received[..<end], as: UTF8.self).split(separator: "\r\n")
            received.removeFirst(end + 4)
            let status = lines.first.flatMap { $0.split(separator: " ").dropFirst().first }.flatMap { Int($0) } ?? 0
            // 100 Continue comes before the answer.
            if status == 100 { continue }
            var headers: [String: String] = [:]
            for line in lines.dropFirst() {
                let parts = line.split(separator: ":", maxSplits: 1)
                headers[parts[0].lowercased()] = parts.count > 1 ? parts[1].trimmingCharacters(in: .whitespaces) : ""
            }
            let hasBody = !isHead && status != 304 && status != 204
            let length = hasBody ? Int(headers["content-length"] ?? "0") ?? 0 : 0
            while received.count < length { try receive() }
            let body = Array(received[..<length])
            received.removeFirst(length)
            return Answer(status: status, headers: headers, body: body)
        }
    }

    /// Reads an interim answer, such as 100 Continue.
    /// - Returns: its status.
    func interim() throws -> Int? {
        let end = try head()
        let line = String(decoding: received[..<end], as: UTF8.self)
        received.removeFirst(end + 4)
        return line.split(separator: " ").dropFirst().first.flatMap { Int($0) }
    }

    /// Reads whatever comes until the server closes the connection.
    func untilClosed() throws -> String {
        while true {
            do {
                try receive()
            } catch let error as Closed {
                guard error.description == "closed" || error.description == String(cString: strerror(ECONNRESET)) else {
                    throw error
                }
                return String(decoding: received, as: UTF8.self)
            }
        }
    }

    /// Whether the server has closed the connection; waits until it has or sends something.
    func isClosed() -> Bool {
        do {
            try receive()
            return false
        } catch {
            return true
        }
    }

    private func head() throws -> Int {
        let end = Array("\r\n\r\n".utf8)
        var searched = 0
        while true {
            if received.count >= 4 {
                for index in searched...(received.count - 4) where Array(received[index..<(index + 4)]) == end {
                    return index
                }
                searched = received.count - 3
            }
            try receive()
        }
    }

    private func receive() throws {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        guard count > 0 else {
            throw Closed(description: count == 0 ? "closed" : String(cString: strerror(errno)))
        }
        received += buffer[..<count]
    }
}
