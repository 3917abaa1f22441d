import FoundationEssentials
import HTTP
import JSON
import Storage

/// The server that runs on a data folder, as the commands reach it: over HTTP at its own address, with the key that it
/// has left in the folder.
struct RunningServer {
    let address: String
    let process: Int
    private let token: String
    private let pin: String?

    /// The server that answers for this folder; `nil` when none runs.
    /// - Throws: `CommandFailure` or `StorageError` when that cannot be told.
    static func find(data: String) throws -> RunningServer? {
        guard let holder = try FolderLock.holder(of: data), let note = try ServingNote.read(in: data),
            note.process == holder
        else { return nil }
        return RunningServer(address: note.address, process: note.process, token: note.token, pin: note.pin)
    }

    /// Asks the server and waits for its answer.
    /// - Parameters:
    ///   - path: such as `/api/v1/cache`.
    ///   - patience: how long it may take to answer.
    /// - Returns: the answer's JSON; null when it has none.
    /// - Throws: `CommandFailure` with what the server says about a request that it refuses, or when it does not answer.
    func call(
        _ method: HTTP.Method, _ path: String, _ body: JSON? = nil, patience: Duration = .seconds(60)
    ) throws -> JSON {
        var request = ClientRequest(
            method, address + path, headers: ["Authorization": "Bearer \(token)", "Accept": "application/json"],
            body: body?.bytes ?? [])
        if body != nil { request.headers["Content-Type"] = "application/json" }
        request.timeouts.firstByte = patience
        let (status, bytes) = try answer(to: request)
        let json = bytes.isEmpty ? .null : try JSON(parsing: bytes)
        guard (200..<300).contains(status) else {
            throw CommandFailure(
                message: json["title"]?.stringValue ?? "The server at \(address) answered \(status).",
                tip: json["detail"]?.stringValue ?? "Look into its messages.")
        }
        return json
    }

    private func answer(to request: ClientRequest) throws -> (status: Int, body: [UInt8]) {
        do {
            return try waiting {
                var configuration = Client.Configuration()
                configuration.pinnedKey = pin
                let client = Client(configuration: configuration)
                defer { client.close() }
                let response = try await client.send(request)
                return (response.status.rawValue, try await response.collect(upTo: 16 << 20))
            }
        } catch let error as ClientError {
            throw CommandFailure(
                message: "The server at \(address), process \(process), does not answer: \(error.message)",
                tip: "Look whether it is just stopping, and into its messages.")
        }
    }
}
