import Foundation

/// A listening socket.
final class Listener: Sendable {
    let descriptor: Int32
    let port: Int

    init() throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let socket = descriptor
        let code = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(socket, pointer, length) + listen(socket, 16) + getsockname(socket, pointer, &length)
            }
        }
        guard code == 0 else { throw CocoaError(.fileReadUnknown) }
        port = Int(UInt16(bigEndian: address.sin_port))
    }

    deinit {
        shutdown(descriptor, Int32(SHUT_RDWR))
        close(descriptor)
    }
}

/// A server that says one and the same thing, or nothing, to whatever it is sent.
final class Parrot: Sendable {
    private let listener: Listener

    var port: Int { listener.port }

    /// - Parameters:
    ///   - saying: `nil` closes each connection as soon as something comes.
    init(saying words: String?) throws {
        listener = try Listener()
        let descriptor = listener.descriptor
        Thread.detachNewThread {
            while true {
                let connection = accept(descriptor, nil, nil)
                guard connection >= 0 else { return }
                Thread.detachNewThread {
                    var buffer = [UInt8](repeating: 0, count: 65_536)
                    while recv(connection, &buffer, buffer.count, 0) > 0 {
                        guard let words else { break }
                        _ = send(connection, words, words.utf8.count, Int32(MSG_NOSIGNAL))
                    }
                    close(connection)
                }
            }
        }
    }
}
