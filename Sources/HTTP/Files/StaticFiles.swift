import Synchronization

/// The files of a folder, answered from memory.
///
/// Names come from reading the folder, never from a request, so no request can reach a file outside:
/// a path is looked up among the names that were found, nothing else. Hidden files are left out, and so is a
/// link that leads out of the folder. A file that changed, came or went is noticed within a second.
public final class StaticFiles: Sendable {
    private let folder: String
    private let prefix: String
    private let now: @Sendable () -> ContinuousClock.Instant
    private let state: Mutex<State>

    private struct State {
        var files: [String: StaticFile]
        var listedAt: ContinuousClock.Instant
    }

    /// How long what was seen of the disk is believed.
    private static let trust = Duration.seconds(1)

    /// Reads every file of the folder and of the folders in it.
    ///
    /// - Parameters:
    ///   - prefix: the path below which the files appear; empty for the root.
    ///   - now: the clock by which the disk is looked at again.
    /// - Throws: `ServerError` when the folder cannot be read.
    public init(
        folder: String, prefix: String = "", now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) throws {
        guard let found = FolderListing.files(in: folder) else {
            throw ServerError(
                message: "The folder \(folder) cannot be read.",
                tip: "Start the program where its files are, or name the folder.")
        }
        self.folder = folder
        self.prefix = prefix
        self.now = now
        let time = now()
        var files: [String: StaticFile] = [:]
        for (name, path) in found {
            files[name] = StaticFile(at: path, named: name, seen: time)
        }
        state = Mutex(State(files: files, listedAt: time))
    }

    /// Answers a request for a file. An address that names the file's present version, as
    /// ``versionedPath(_:)`` makes them, may be kept for a year; any other has to be asked for again.
    ///
    /// - Throws: `HTTPError` 404.
    public func respond(to request: Request) throws -> Reply {
        guard let file = file(request.path) else {
            throw HTTPError.notFound("There is nothing at \(request.path).")
        }
        let isVersioned = !request.query.isEmpty && request.query["v"] == file.version
        return .now(Response(content: isVersioned ? file.immutable : file.content))
    }

    /// The address of a file with its version, which changes when the file does:
    /// `/app.css` becomes `/app.css?v=…`. A path without a file is returned as it is.
    public func versionedPath(_ path: String) -> String {
        file(path).map { "\(path)?v=\($0.version)" } ?? path
    }

    /// The paths of all files, sorted.
    public var paths: [String] {
        state.withLock { $0.files.keys.map { prefix + $0 }.sorted() }
    }

    private func file(_ path: String) -> StaticFile? {
        guard path.hasPrefix(prefix) else { return nil }
        let name = String(path.dropFirst(prefix.count))
        let time = now()
        return state.withLock { state in
            guard let file = state.files[name] else {
                guard time - state.listedAt >= Self.trust else { return nil }
                relist(&state, time)
                return state.files[name]
            }
            guard time - file.seen >= Self.trust else { return file }
            // The path is resolved anew: a link may have been turned since it was read.
            let current = FolderListing.file(folder + name, in: folder)
                .flatMap { file.refreshed(at: $0, named: name, seen: time) }
            state.files[name] = current
            return current
        }
    }

    private func relist(_ state: inout State, _ time: ContinuousClock.Instant) {
        state.listedAt = time
        for (name, path) in FolderListing.files(in: folder) ?? [:] where state.files[name] == nil {
            state.files[name] = StaticFile(at: path, named: name, seen: time)
        }
    }
}
