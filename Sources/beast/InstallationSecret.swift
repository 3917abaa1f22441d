import Backends
import Configuration
import Secrets
import Storage

/// The secret of an installation, by which API keys become names that tell nothing about them, and by which cookies and
/// forms are known to be its own.
///
/// With another one the names change, so that answers that were kept for keys are asked for again; nothing else comes of it.
struct InstallationSecret: Sendable {
    private let bytes: [UInt8]

    /// The secret that lies in the data folder, for its owner alone; made at the first time.
    /// - Throws: when it cannot be read or made, or is damaged.
    init(data: String) throws {
        let path = data + "/tenants.key"
        switch FileContents.read(path) {
        case .bytes(let found):
            let text = found.last == 0x0A ? found.dropLast() : found[...]
            guard text.count == 64, text.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
            else {
                throw CommandFailure(
                    message: "\(path) is damaged.",
                    tip:
                        "Put it back from a backup, or remove it: a new one is made, and the answers kept for API keys are asked for again."
                )
            }
            bytes = Array(text)
        case .absent:
            bytes = Array(SecureRandom.bytes(32).hexadecimal.utf8)
            try DurableFile.write(bytes + [0x0A], to: path, permissions: 0o600)
        case .unreadable(let reason):
            throw CommandFailure(
                message: "\(path) cannot be read: \(reason).", tip: "Make it a file that this user may read.")
        }
    }

    /// 16 bytes that stand for something, and that nobody can find without the secret.
    func fingerprint(of key: [UInt8]) -> [UInt8] { Digest.keyed(key, secret: bytes) }
}
