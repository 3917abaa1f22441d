import Foundation
import Glibc
import HTTP

/// A client that sends exactly the bytes it is told to.
///
/// Its calls wait on threads of their own, because the tasks of the server under test run on the few
/// threads that tests share.
final class SocketClient: Sendable {
    struct Message: Sendable {
        let status: Status
        let headers: Headers
        let body: [UInt8]

        var text: String { String(decoding: body, as: UTF8.self) }
    }

    struct Closed: Error {}

    private let descriptor: Int32
    /// Holds what encrypts, if anything does.
    private let tunnel: TLSTunnel?
    /// Bytes received beyond the last message. Each test awaits one call before it makes the next.
    nonisolated(unsafe) private var rest: [UInt8] = []

    init(port: Int, over wire: Wire = .current) throws {
        tunnel = wire == .tls ? try TLSTunnel(port: port) : nil
        let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        descriptor = tunnel?.descriptor ?? socket(AF_INET, type, 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var patience = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        if tunnel != nil { return }
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        // A thrown error runs `deinit`, which closes the socket.
        if result != 0 { throw Closed() }
    }

    deinit { close(descriptor) }

    /// Bytes that came and were not part of a message received.
    var unread: Int { rest.count }

    /// Closes both directions, as a client does that goes away.
    func hangUp() { shutdown(descriptor, Int32(SHUT_RDWR)) }

    func send(_ text: String) async { await send(Array(text.utf8)) }

    func send(_ bytes: [UInt8]) async {
        await onThread { [descriptor] in
            var sent = 0
            while sent < bytes.count {
                let count = bytes.withUnsafeBytes {
                    Glibc.send(descriptor, $0.baseAddress! + sent, $0.count - sent, Int32(MSG_NOSIGNAL))
                }
                if count <= 0 { return }
                sent += count
            }
        }
    }

    /// The next message, whose body is as long as `Content-Length` says.
    func receive(headOnly: Bool = false) async throws -> Message {
        try await onThread { [self] in
            var end = headEnd()
            while end == nil {
                guard fill() else { throw Closed() }
                end = headEnd()
            }
            let lines = String(decoding: rest[..<end!], as: UTF8.self).split(separator: "\r\n")
            rest.removeFirst(end! + 4)
            var headers = Headers()
            for line in lines.dropFirst() {
                let colon = line.firstIndex(of: ":")!
                headers.append(String(line[..<colon]), String(line[line.index(colon, offsetBy: 2)...]))
            }
            let status = Status(rawValue: Int(lines[0].split(separator: " ")[1])!)
            let hasBody = !headOnly && status != .notModified && status != .noContent && status.rawValue >= 200
            let count = hasBody ? Int(headers["Content-Length"] ?? "0")! : 0
            while rest.count < count {
                guard fill() else { throw Closed() }
            }
            let body = Array(rest[..<count])
            rest.removeFirst(count)
            return Message(status: status, headers: headers, body: body)
        }
    }

    /// The next chunk of a message whose head was received; empty for the last one.
    func receiveChunk() async throws -> [UInt8] {
        try await onThread { [self] in
            func end() -> Int? { rest.firstIndex(of: 0x0A) }
            while end() == nil {
                guard fill() else { throw Closed() }
            }
            let size = Int(String(decoding: rest[..<(end()! - 1)], as: UTF8.self), radix: 16)!
            rest.removeFirst(end()! + 1)
            while rest.count < size + 2 {
                guard fill() else { throw Closed() }
            }
            let chunk = Array(rest[..<size])
            rest.removeFirst(size + 2)
            return chunk
        }
    }

    /// Waits until the server closes the connection; false when it stays open for long.
    func receiveEnd() async -> Bool {
        await onThread { [self] in
            while fill() {}
            return errno != EAGAIN || ended
        }
    }

    /// Sends `text` byte by byte until the server closes the connection.
    func trickle(_ text: String) async {
        await onThread { [descriptor] in
            for byte in text.utf8 {
                var byte = byte
                Glibc.send(descriptor, &byte, 1, Int32(MSG_NOSIGNAL))
                var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
                if poll(&waiting, 1, 20) > 0 { return }
            }
        }
    }

    nonisolated(unsafe) private var ended = false

    private func fill() -> Bool {
        var buffer = [UInt8](repeating: 0, count: 64 * 1024)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        if count <= 0 {
            ended = count == 0 || errno != EAGAIN
            return false
        }
        rest.append(contentsOf: buffer[..<count])
        return true
    }

    private func headEnd() -> Int? {
        let end = Array("\r\n\r\n".utf8)
        guard rest.count >= 4 else { return nil }
        return (0...rest.count - 4).first { Array(rest[$0..<$0 + 4]) == end }
    }
}

func onThread<Value: Sendable, Failure: Error>(
    _ work: @escaping @Sendable () throws(Failure) -> Value
) async throws(Failure) -> Value {
    try await withCheckedContinuation { (continuation: CheckedContinuation<Result<Value, Failure>, Never>) in
        Thread.detachNewThread { continuation.resume(returning: Result(catching: work)) }
    }.get()
}
