import Glibc
import Synchronization
import Testing

@testable import Backends

@Suite("The service manager")
struct ServiceManagerTests {
    /// A datagram socket with a name of the kernel's own, which needs no file.
    private func listen(on name: String) -> Int32 {
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0[1...].copyBytes(from: name.utf8) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + 1 + name.utf8.count)
        let code = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) }
        }
        #expect(code == 0)
        return descriptor
    }

    private func receive(_ descriptor: Int32) -> String {
        var buffer = [UInt8](repeating: 0, count: 1024)
        return String(decoding: buffer[..<max(0, recv(descriptor, &buffer, buffer.count, 0))], as: UTF8.self)
    }

    @Test("it is told by a socket with a name alone, and what does not reach it is known")
    func telling() throws {
        let name = "beast-\(UInt64.random(in: 0 ... .max))"
        let manager = try #require(ServiceManager(["NOTIFY_SOCKET": "@" + name]))
        #expect(!manager.tell(["READY=1"]))
        let descriptor = listen(on: name)
        defer { close(descriptor) }
        #expect(manager.tell(["READY=1", "STATUS=well"]))
        #expect(receive(descriptor) == "READY=1\nSTATUS=well")
        let long = try #require(ServiceManager(["NOTIFY_SOCKET": "/" + String(repeating: "x", count: 200)]))
        #expect(!long.tell(["READY=1"]))
    }

    @Test("without its variables there is none, and a watchdog of another process is no business of this one")
    func variables() throws {
        #expect(ServiceManager([:]) == nil && ServiceManager(["NOTIFY_SOCKET": "vsock:2:1"]) == nil)
        func patience(_ variables: [String: String]) -> Duration? {
            ServiceManager(variables.merging(["NOTIFY_SOCKET": "@none"]) { $1 })?.patience
        }
        #expect(patience(["WATCHDOG_USEC": "30000000"]) == .seconds(30))
        #expect(patience(["WATCHDOG_USEC": "1", "WATCHDOG_PID": "\(getpid())"]) == .microseconds(1))
        #expect(patience(["WATCHDOG_USEC": "1", "WATCHDOG_PID": "1"]) == nil)
        #expect(patience(["WATCHDOG_USEC": "x"]) == nil && patience([:]) == nil)
    }

    @Test("it is told that all is well only while that is so, and the log hears of the change")
    func watchdog() throws {
        struct Ill: Error {}
        let name = "beast-\(UInt64.random(in: 0 ... .max))"
        let descriptor = listen(on: name)
        defer { close(descriptor) }
        let manager = try #require(ServiceManager(["NOTIFY_SOCKET": "@" + name, "WATCHDOG_USEC": "2000"]))
        final class Counts: Sendable {
            let checks = Atomic(0)
            let said = Mutex<[LogLevel]>([])
        }
        let counts = Counts()
        let watch = manager.watch {
            if counts.checks.add(1, ordering: .relaxed).newValue <= 3 { throw Ill() }
        } say: { _, level in
            counts.said.withLock { $0.append(level) }
        }
        #expect(receive(descriptor) == "WATCHDOG=1")
        #expect(receive(descriptor) == "WATCHDOG=1")
        watch?.cancel()
        #expect(counts.checks.load(ordering: .relaxed) >= 5)
        #expect(counts.said.withLock { $0 } == [.error, .info])
    }
}
