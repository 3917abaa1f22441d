import Foundation
import Glibc
import HTTP
import Testing

/// How the servers and the clients of a test speak to each other.
enum Wire: CaseIterable {
    case plain, tls

    /// Of the test that runs.
    @TaskLocal static var current = Wire.plain

    /// What a server is to show.
    func certificate() throws -> ServerCertificate? { self == .tls ? try TestAuthority.shared.get().server : nil }
}

extension Server.Configuration {
    /// A server's on the wire of the test that runs.
    static var onWire: Server.Configuration {
        get throws {
            var configuration = Server.Configuration()
            configuration.tls = try Wire.current.certificate()
            return configuration
        }
    }
}

/// Runs a test twice: over plain HTTP, and over TLS.
struct PlainAndTLS: TestTrait, SuiteTrait, TestScoping {
    let isRecursive = true

    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @concurrent @Sendable () async throws -> Void
    ) async throws {
        for wire in Wire.allCases {
            try await Wire.$current.withValue(wire) { try await function() }
        }
    }
}

extension Trait where Self == PlainAndTLS {
    static var plainAndTLS: PlainAndTLS { PlainAndTLS() }
}

/// A TLS connection of `openssl s_client`, which has seen that the server's certificate is the tests' authority's.
///
/// What is written to the descriptor goes to the server encrypted, what comes back from it is plain. Either side's end is
/// the other's.
struct TLSTunnel {
    let descriptor: Int32
    private let process: Process
    private let messages: Pipe

    /// Returns when the handshake is done.
    ///
    /// - Throws: `SocketClient.Closed` when it fails, or nobody listens.
    init(port: Int, options: [String] = []) throws {
        var ends: [Int32] = [0, 0]
        let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, type, 0, &ends) == 0 else { throw SocketClient.Closed() }
        descriptor = ends[0]
        process = Process()
        messages = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        process.arguments =
            [
                "s_client", "-connect", "127.0.0.1:\(port)", "-brief", "-nocommands", "-verify_return_error", "-CAfile",
                try TestAuthority.shared.get().certificate, "-verify_ip", "127.0.0.1",
            ] + options
        let other = FileHandle(fileDescriptor: ends[1], closeOnDealloc: false)
        process.standardInput = other
        process.standardOutput = other
        process.standardError = messages
        // The end has to be the program's alone, or it would stay open when that is gone.
        defer { close(ends[1]) }
        do {
            try process.run()
        } catch {
            close(descriptor)
            throw error
        }
        var said = ""
        while !said.contains("CONNECTION ESTABLISHED") {
            var part = [UInt8](repeating: 0, count: 1_000)
            let count = read(messages.fileHandleForReading.fileDescriptor, &part, part.count)
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else {
                close(descriptor)
                throw SocketClient.Closed()
            }
            said += String(decoding: part[..<count], as: UTF8.self)
        }
    }
}
