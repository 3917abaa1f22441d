import Foundation
import HTTP

/// A certificate authority of the tests' own, whose certificates hold for 127.0.0.1.
final class TestAuthority: Sendable {
    /// One for all tests of the process.
    static let shared = Result { try TestAuthority() }

    /// The authority's certificate, for whoever wants to trust it.
    let certificate: String
    /// What servers under test show.
    let server: ServerCertificate
    private let folder: URL

    struct Failure: Error {}

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("authority-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        certificate = folder.appendingPathComponent("authority.pem").path
        try Self.openssl(
            Self.newCertificate + ["-subj", "/CN=authority", "-out", certificate] + Self.key(of: certificate))
        let pair = try Self.issue("server", in: folder)
        server = try ServerCertificate(chain: pair.chain, key: pair.key)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// A new certificate of this authority and its key, in PEM form.
    func issue(_ name: String) throws -> (chain: [UInt8], key: [UInt8]) { try Self.issue(name, in: folder) }

    private static let newCertificate = [
        "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30",
    ]

    private static func key(of certificate: String) -> [String] { ["-keyout", certificate + ".key"] }

    private static func issue(_ name: String, in folder: URL) throws -> (chain: [UInt8], key: [UInt8]) {
        let authority = folder.appendingPathComponent("authority.pem").path
        let path = folder.appendingPathComponent(name + ".pem").path
        try openssl(
            newCertificate + key(of: path) + [
                "-subj", "/CN=\(name)", "-addext", "subjectAltName=IP:127.0.0.1", "-addext",
                "basicConstraints=CA:FALSE",
                "-CA", authority, "-CAkey", authority + ".key", "-out", path,
            ])
        func bytes(_ path: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(fileURLWithPath: path))) }
        return (try bytes(path) + bytes(authority), try bytes(path + ".key"))
    }

    @discardableResult
    static func openssl(_ arguments: [String], input: [UInt8] = []) throws -> [UInt8] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        process.arguments = arguments
        let (source, sink) = (Pipe(), Pipe())
        process.standardInput = source
        process.standardOutput = sink
        process.standardError = FileHandle.nullDevice
        try process.run()
        source.fileHandleForWriting.write(Data(input))
        source.fileHandleForWriting.closeFile()
        let output = sink.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failure() }
        return Array(output)
    }
}
