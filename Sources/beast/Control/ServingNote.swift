import Configuration
import Glibc
import JSON
import Storage

/// What a server that answers leaves in its data folder for the commands: where it is, and the key to its control.
///
/// Only its owner may read it. A server that was killed leaves it behind; the lock of the folder tells.
struct ServingNote {
    /// Such as `http://127.0.0.1:8080`.
    let address: String
    let process: Int
    let token: String
    /// The key by which it is known over TLS, as ``Client/Configuration/pinnedKey`` takes it: its certificate is made out to
    /// names, and not to this machine.
    let pin: String?

    init(address: String, process: Int, token: String, pin: String?) {
        self.address = address
        self.process = process
        self.token = token
        self.pin = pin
    }

    private static func path(in data: String) -> String { data + "/serving.json" }

    func write(in data: String) throws {
        let json: JSON = [
            "address": .string(address), "process": .integer(Int64(process)), "token": .string(token),
            "key": pin.map(JSON.string) ?? .null,
        ]
        try DurableFile.write(Array(json.pretty.utf8), to: Self.path(in: data), permissions: 0o600)
    }

    /// - Returns: `nil` when there is none.
    static func read(in data: String) throws -> ServingNote? {
        let path = path(in: data)
        switch FileContents.read(path) {
        case .absent: return nil
        case .unreadable(let reason):
            throw CommandFailure(
                message: "\(path) cannot be read: \(reason).", tip: "Run the command as the user the server runs as.")
        case .bytes(let bytes):
            guard let note = ServingNote(parsing: bytes) else {
                throw CommandFailure(message: "\(path) is damaged.", tip: "Start the server again: it is written anew.")
            }
            return note
        }
    }

    private init?(parsing bytes: [UInt8]) {
        do {
            let json = try JSON(parsing: bytes)
            guard let address = json["address"]?.stringValue, let token = json["token"]?.stringValue,
                let process = json["process"]?.integerValue
            else { return nil }
            self.init(address: address, process: Int(process), token: token, pin: json["key"]?.stringValue)
        } catch {
            return nil
        }
    }

    static func remove(in data: String) { unlink(path(in: data)) }
}
