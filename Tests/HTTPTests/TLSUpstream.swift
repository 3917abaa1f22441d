import Foundation
import Glibc

/// An HTTPS server of `openssl s_server` with a certificate that it has signed itself.
final class TLSUpstream {
    let port: Int
    /// The certificate's file, for whoever wants to trust it.
    let certificate: String
    private let folder: URL
    private let process = Process()

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("tls-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        certificate = folder.appendingPathComponent("certificate.pem").path
        let key = folder.appendingPathComponent("key.pem").path
        let maker = Self.openssl([
            "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1", "-addext",
            "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate,
        ])
        maker.standardError = FileHandle.nullDevice
        try maker.run()
        maker.waitUntilExit()
        port = try Upstream.deadPort()
        process.executableURL = maker.executableURL
        process.arguments = ["s_server", "-accept", "127.0.0.1:\(port)", "-cert", certificate, "-key", key, "-www"]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        // It says ACCEPT when it listens.
        var said = ""
        while !said.contains("ACCEPT") {
            var part = [UInt8](repeating: 0, count: 1_000)
            let count = read(output.fileHandleForReading.fileDescriptor, &part, part.count)
            if count < 0 && errno == EINTR { continue }
            if count <= 0 { throw SocketClient.Closed() }
            said += String(decoding: part[..<count], as: UTF8.self)
        }
    }

    deinit {
        kill(process.processIdentifier, SIGKILL)
        try? FileManager.default.removeItem(at: folder)
    }

    private static func openssl(_ arguments: [String]) -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        process.arguments = arguments
        return process
    }
}
