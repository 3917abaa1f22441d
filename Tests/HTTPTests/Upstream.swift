import Foundation
import Glibc
import Synchronization

/// A server that behaves as badly as its script says, on a port of this machine.
///
/// Each connection is played by a thread of its own, so a script may wait.
final class Upstream: Sendable {
    typealias Script = @Sendable (Peer) -> Void

    /// The other end of one connection.
    struct Peer: Sendable {
        let descriptor: Int32
        /// The connection's number, from 1.
        let number: Int

        /// Reads one request; nil when the connection ends first.
        func readRequest() -> (head: String, body: [UInt8])? {
            var bytes: [UInt8] = []
            while true {
                if let end = Self.end(of: bytes) {
                    let head = String(decoding: bytes[..<end], as: UTF8.self)
                    let length = head.split(separator: "\r\n").first { $0.lowercased().hasPrefix("content-length:") }
                    let count = length.flatMap { Int($0.dropFirst(15).trimmingCharacters(in: .whitespaces)) } ?? 0
                    if bytes.count >= end + 4 + count { return (head, Array(bytes[(end + 4)...])) }
                }
                var buffer = [UInt8](repeating: 0, count: 64 * 1024)
                let count = recv(descriptor, &buffer, buffer.count, 0)
                if count <= 0 { return nil }
                bytes += buffer[..<count]
            }
        }

        private static func end(of bytes: [UInt8]) -> Int? {
            bytes.count < 4
                ? nil : (0...bytes.count - 4).first { bytes[$0..<$0 + 4].elementsEqual("\r\n\r\n".utf8) }
        }

        /// - Returns: whether everything was taken.
        @discardableResult
        func send(_ text: String) -> Bool { send(Array(text.utf8)) }

        @discardableResult
        func send(_ bytes: [UInt8]) -> Bool {
            var sent = 0
            while sent < bytes.count {
                let count = bytes.withUnsafeBytes {
                    Glibc.send(descriptor, $0.baseAddress! + sent, $0.count - sent, Int32(MSG_NOSIGNAL))
                }
                if count <= 0 { return false }
                sent += count
            }
            return true
        }

        func answer(_ body: String) {
            send("HTTP/1.1 200 OK\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
        }

        /// Returns when the client has closed the connection.
        func waitForEnd() {
            var byte: UInt8 = 0
            while recv(descriptor, &byte, 1, 0) > 0 {}
        }

        /// Breaks the connection, so that the client gets an RST.
        func reset() {
            var linger = linger(l_onoff: 1, l_linger: 0)
            setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<Glibc.linger>.size))
        }
    }

    let port: Int
    private let listener: Int32
    private let accepted: Mutex<Set<Int32>> = Mutex([])
    private let counter = Atomic(0)

    var connections: Int { counter.load(ordering: .sequentiallyConsistent) }
    var url: String { "http://127.0.0.1:\(port)/" }

    init(_ script: @escaping Script) throws {
        (listener, port) = try Self.listen()
        let listener = listener
        Thread.detachNewThread { [weak self] in
            while true {
                let descriptor = accept(listener, nil, nil)
                guard descriptor >= 0 else { return }
                guard let self else {
                    close(descriptor)
                    return
                }
                self.play(script, descriptor)
            }
        }
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
        accepted.withLock { for descriptor in $0 { shutdown(descriptor, Int32(SHUT_RDWR)) } }
    }

    private func play(_ script: @escaping Script, _ descriptor: Int32) {
        let (_, number) = counter.add(1, ordering: .sequentiallyConsistent)
        accepted.withLock { _ = $0.insert(descriptor) }
        Thread.detachNewThread { [weak self] in
            script(Peer(descriptor: descriptor, number: number))
            self?.accepted.withLock { _ = $0.remove(descriptor) }
            close(descriptor)
        }
    }

    /// A port on which nothing listens.
    static func deadPort() throws -> Int {
        let (descriptor, port) = try listen()
        close(descriptor)
        return port
    }

    private static func listen() throws -> (Int32, Int) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && Glibc.listen(descriptor, 512) == 0
                    && getsockname(descriptor, $0, &length) == 0
            }
        }
        guard result else { throw SocketClient.Closed() }
        return (descriptor, Int(UInt16(bigEndian: address.sin_port)))
    }
}
