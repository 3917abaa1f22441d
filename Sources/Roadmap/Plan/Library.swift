import FoundationEssentials
import Synchronization

/// The roadmap folder, read when it changes.
///
/// Documents that no longer make a plan leave the last good plan in force and say what is wrong with them.
public final class Library: Sendable {
    public let folder: String
    private let watch: FolderWatch
    private let state: Mutex<State>

    private struct State {
        var signature: FolderWatch.Signature
        var documents: Documents
    }

    public init(folder: String) {
        self.folder = folder
        // The watch begins before the first read, so that a change in between is seen.
        watch = FolderWatch(folder)
        let signature = FolderWatch.Signature(files: FolderWatch.Signature.files(in: folder))
        let nothing = Documents(version: 0, all: [], plan: .empty, hasPlan: false, problems: [])
        state = Mutex(State(signature: signature, documents: Self.read(folder, after: nothing)))
    }

    /// The documents as they were when last looked at.
    public var current: Documents { state.withLock { $0.documents } }

    /// The documents as they are now.
    @discardableResult
    public func refresh() -> Documents {
        state.withLock { state in
            if let signature = watch.change(since: state.signature) {
                state.signature = signature
                state.documents = Self.read(folder, after: state.documents)
            }
            return state.documents
        }
    }

    /// The names of the Markdown files in a folder, sorted.
    static func markdownFiles(in folder: String) -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: folder)
                .filter { $0.hasSuffix(".md") && !$0.hasPrefix(".") }
                .sorted()
        } catch {
            return []
        }
    }

    private static func read(_ folder: String, after previous: Documents) -> Documents {
        var documents: [RoadmapDocument] = []
        var problems: [PlanProblem] = []
        let files = markdownFiles(in: folder)
        if files.isEmpty {
            problems.append(
                PlanProblem(
                    file: folder, line: 0, "There is no Markdown file here; --roadmap DIR names another folder."))
        }
        for file in files {
            guard let bytes = FileManager.default.contents(atPath: folder + "/" + file) else {
                problems.append(PlanProblem(file: file, line: 0, "The file cannot be read; check its permissions."))
                continue
            }
            guard let text = String(validating: bytes, as: UTF8.self) else {
                // A line feed is never part of a longer sequence, so lines can be checked one by one.
                let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
                let line = 1 + lines.prefix { String(validating: $0, as: UTF8.self) != nil }.count
                problems.append(PlanProblem(file: file, line: line, "The text is not valid UTF-8; save it as UTF-8."))
                continue
            }
            let changedAt = FolderWatch.modificationTime(of: folder + "/" + file) ?? Instant(seconds: 0)
            documents.append(RoadmapDocument(file: file, markdown: text, changedAt: changedAt))
        }
        if problems.isEmpty {
            do {
                let plan = try PlanReader.read(documents)
                return Documents(
                    version: previous.version + 1, all: documents, plan: plan, hasPlan: true, problems: [])
            } catch {
                problems = error.problems
            }
        }
        return Documents(
            version: previous.version + 1, all: documents.isEmpty ? previous.all : documents, plan: previous.plan,
            hasPlan: previous.hasPlan, problems: problems)
    }
}
