import Foundation
import Testing

/// A certificate authority in a test's folder, and what it has signed.
struct Certificates {
    private let place: Workplace

    init(in place: Workplace) throws {
        self.place = place
        try make("authority", [])
    }

    /// The authority's certificate.
    var authority: String { place.path("authority.pem") }

    /// Writes a new certificate for beast.example.org, and its key, in place of former ones.
    func issue(_ certificate: String = "cert.pem", key: String = "key.pem") throws {
        try make(
            "issued",
            ["-addext", "subjectAltName=DNS:beast.example.org", "-CA", authority, "-CAkey", authority + ".key"])
        try place.write(Data(contentsOf: URL(filePath: place.path("issued.pem"))), to: certificate)
        try place.write(Data(contentsOf: URL(filePath: place.path("issued.pem.key"))), to: key)
    }

    private func make(_ name: String, _ options: [String]) throws {
        let outcome = try Child(
            [
                "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days",
                "90",
                "-subj", "/CN=\(name)", "-out", name + ".pem", "-keyout", name + ".pem.key",
            ] + options, in: place.folder, environment: [:]
        ).finish()
        try #require(outcome.code == 0, "\(outcome.messages)")
    }

    /// Asks by the name in the certificate, as somebody elsewhere would, trusting this authority alone.
    func curl(_ server: RunningServer, _ target: String, _ options: String...) throws -> Outcome {
        try Child(
            [
                "curl", "-sS", "--cacert", authority, "--resolve", "beast.example.org:\(server.port):127.0.0.1",
                "https://beast.example.org:\(server.port)\(target)",
            ] + options, in: place.folder, environment: [:]
        ).finish()
    }

    /// What tells one certificate that a server shows from another.
    func shown(by server: RunningServer) throws -> String {
        let outcome = try place.run(
            "sh", "-c",
            "openssl s_client -connect 127.0.0.1:\(server.port) </dev/null 2>/dev/null | openssl x509 -noout -serial")
        try #require(outcome.code == 0, "\(outcome.messages)")
        return outcome.output
    }
}
