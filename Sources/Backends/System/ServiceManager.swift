import Glibc

/// The service manager that started this program, and is told how it is doing.
///
/// systemd's protocol, sd_notify(3): datagrams of lines `NAME=VALUE` to the socket that `NOTIFY_SOCKET` names. With
/// `WATCHDOG_USEC`, sd_watchdog_enabled(3), a program that keeps silent for that long is ended and started again.
public struct ServiceManager: Sendable {
    /// The socket's path; with `@` first, a name without a file.
    private let socket: String
    /// How long the program may keep silent; `nil` where it may for ever.
    let patience: Duration?

    /// - Parameter variables: the environment.
    /// - Returns: `nil` where no manager wants to hear anything.
    public init?(_ variables: [String: String]) {
        guard let socket = variables["NOTIFY_SOCKET"], socket.hasPrefix("/") || socket.hasPrefix("@") else {
            return nil
        }
        self.socket = socket
        let isForThis = variables["WATCHDOG_PID"].map { $0 == String(getpid()) } ?? true
        patience = variables["WATCHDOG_USEC"].flatMap(Int64.init).flatMap {
            isForThis && $0 > 0 ? .microseconds($0) : nil
        }
    }

    /// Asks for time to end in, besides what is needed to close everything.
    public static func extending(by time: Duration) -> String {
        "EXTEND_TIMEOUT_USEC=\((time.components.seconds + 15) * 1_000_000)"
    }

    /// - Parameter lines: such as `READY=1`.
    /// - Returns: false when they did not reach it.
    @discardableResult
    public func tell(_ lines: [String]) -> Bool {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let name = Array(socket.utf8)
        guard name.count < MemoryLayout.size(ofValue: address.sun_path) else { return false }
        withUnsafeMutableBytes(of: &address.sun_path) {
            $0.copyBytes(from: name)
            if name.first == UInt8(ascii: "@") { $0[0] = 0 }
        }
        let length = socklen_t(
            MemoryLayout.size(ofValue: address) - MemoryLayout.size(ofValue: address.sun_path) + name.count)
        let descriptor = Glibc.socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var limit = timeval(tv_sec: 5, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        let message = Array(lines.joined(separator: "\n").utf8)
        let sent = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                sendto(descriptor, message, message.count, Int32(MSG_NOSIGNAL), $0, length)
            }
        }
        return sent == message.count
    }

    /// Tells it twice in every time of its patience that the program is alive, as long as `check` finds it so, until the
    /// task is cancelled.
    /// - Parameter say: hears when `check` begins to fail and when it succeeds again.
    /// - Returns: `nil` where nobody waits for that.
    public func watch(
        _ check: @escaping @Sendable () throws -> Void, say: @escaping @Sendable (String, LogLevel) -> Void
    ) -> Task<Void, any Error>? {
        guard let patience else { return nil }
        return Task.detached {
            var isWell = true
            while true {
                try await Task.sleep(for: patience / 2)
                do {
                    try check()
                    tell(["WATCHDOG=1"])
                    if !isWell { say("The service manager is told again that the server is well.", .info) }
                    isWell = true
                } catch {
                    if isWell {
                        say("The service manager is not told any more that the server is well. \(error)", .error)
                    }
                    isWell = false
                }
            }
        }
    }
}
