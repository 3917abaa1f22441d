import Dispatch
import FoundationEssentials
import HTTP
import JSON
import Roadmap
import Site
import Synchronization

enum BenchCommand: Command {
    static let name = "bench"
    static let summary = "Measures how fast this machine makes the pages of your plan, or the router's parts."
    static let operands = "[PATH…]"
    static let options = [
        Option.value("seconds", "NUMBER", "how long to measure each figure (1)"),
        Option.flag("router", "measure the model router's parts instead"),
        Option.flag("json", "print the figures as JSON"),
    ]
    static let settings = ServeCommand.settings.filter { ["templates", "public"].contains($0.flag) }
    static let details = """
        It works on a copy of your data and without a network. A page is asked for, and its entity tag made:
          kept           again, nothing having changed
          anew           at an address not asked for before, so that it is read and written anew
          all cores      the same on every core at once
          after a change right after a reading was recorded, whose own time does not count

        --router measures what every request pays for being counted and recorded, what a key and its limits add to an
        answer from memory, and, where the sentence embedder's weights are, embedding a sentence and looking among
        100,000 kept questions.
        """

    static func run(_ arguments: Arguments, in environment: CommandEnvironment) throws {
        let seconds = try seconds(arguments)
        let settings = try environment.settings(arguments)
        let folders = try AssetFolders(settings)
        let files = FileManager.default
        let copy = files.temporaryDirectory.path + "/beast-bench-\(ProcessInfo.processInfo.processIdentifier)"
        try files.createDirectory(
            atPath: copy, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        defer { remove(copy, environment.terminal) }

        let tracker = try environment.withTracker(arguments) { original in
            try original.backup(to: Tracker.databasePath(in: copy))
            return try Tracker(
                data: copy, library: original.library, calendar: original.calendar, clock: original.clock)
        }
        defer { tracker.close() }
        let access = try AccessService(
            settings, tracker: tracker, secret: try InstallationSecret(data: copy), control: nil)
        defer { access.close() }
        if arguments.has("router") {
            let titles = tracker.plan.tasks.map(\.title)
            let lines =
                try RouterBench(titles: titles, folder: copy).run()
                + KeyBench(tracker: tracker, gate: access.gate, folders: folders, folder: copy).run()
            return try environment.terminal.write(
                arguments.has("json") ? JSON.array(lines.map(\.json)).pretty + "\n" : table(lines))
        }
        let bench = try PageBench(
            tracker,
            site: Site(tracker: tracker, gate: access.gate, templates: folders.templates, files: folders.files),
            time: .seconds(seconds))
        let metric = tracker.plan.metrics.first.map { "/targets/\($0.name)" }
        let standard = ["/", "/roadmap"] + tracker.plan.months.prefix(1).map { "/roadmap/month/\($0.number)" }
        let pages = arguments.operands.isEmpty ? standard + (metric.map { [$0] } ?? []) : arguments.operands
        let figures = try pages.map { try bench.measure($0) }
        try environment.terminal.write(
            arguments.has("json") ? JSON.array(figures.map(\.json)).pretty + "\n" : table(figures))
    }

    private static func seconds(_ arguments: Arguments) throws -> Double {
        let text = arguments["seconds"] ?? "1"
        guard let seconds = Double(text), (0.01...60).contains(seconds) else {
            throw UsageError("“\(text)” is not a time to measure.", tip: "Give seconds from 0.01 to 60.")
        }
        return seconds
    }

    private static func remove(_ folder: String, _ terminal: Terminal) {
        do {
            try FileManager.default.removeItem(atPath: folder)
        } catch {
            terminal.say("The copy in \(folder) could not be removed; remove it by hand.")
        }
    }

    private static func table(_ lines: [RouterBench.Line]) -> String {
        let width = lines.map(\.name.count).max() ?? 0
        var text = padded("what", width) + leftPadded("median", 14) + leftPadded("p99", 14) + "\n"
        for line in lines {
            text += padded(line.name, width)
            for value in [line.median, line.p99] { text += leftPadded("\(Figure.text(value)) µs", 14) }
            text += "   \(line.note)\n"
        }
        return text
    }

    private static func table(_ figures: [PageBench.Figures]) -> String {
        let width = max(4, figures.map(\.page.count).max() ?? 0)
        let titles = ["bytes", "kept", "anew", "all cores", "after a change"]
        var text = padded("page", width) + titles.map { leftPadded($0, 16) }.joined() + "\n"
        for line in figures {
            let rates = [line.kept, line.anew, line.anewOnAllCores, line.afterChange]
            text += padded(line.page, width) + leftPadded("\(line.bytes)", 16)
            text += rates.map { leftPadded("\(Figure.text($0.rounded()))/s", 16) }.joined() + "\n"
        }
        return text
    }
}

/// Asks one site for pages, as often as it can, without a network.
private struct PageBench {
    /// Pages a second.
    struct Figures {
        let page: String
        let bytes: Int
        let kept: Double
        let anew: Double
        let anewOnAllCores: Double
        let afterChange: Double

        var json: JSON {
            [
                "page": .string(page), "bytes": .figure(Double(bytes)), "kept": .figure(kept), "anew": .figure(anew),
                "anewOnAllCores": .figure(anewOnAllCores), "afterChange": .figure(afterChange),
            ]
        }
    }

    private let tracker: Tracker
    private let handler: Handler
    private let time: Duration
    private let cores = ProcessInfo.processInfo.activeProcessorCount

    init(_ tracker: Tracker, site: Site, time: Duration) throws {
        self.tracker = tracker
        self.time = time
        handler = try site.makeHandler()
    }

    func measure(_ page: String) throws -> Figures {
        let bytes = try ask(page).bytes.count
        return Figures(
            page: page, bytes: bytes, kept: try rate { _ in try ask(page) },
            anew: try rate { try ask("\(page)?bench=1-\($0)") }, anewOnAllCores: try rateOnAllCores(page),
            afterChange: try rateAfterChange(page))
    }

    /// Asks for a page and has its entity tag made.
    @discardableResult
    private func ask(_ target: String) throws -> Content {
        let request = try Request(.get, target, headers: ["Host": "127.0.0.1"])
        guard case .now(let response) = try handler(request), response.status == .ok, let content = response.content
        else {
            throw CommandFailure(message: "\(target) is not a page.", tip: "Give the paths of pages, such as /roadmap.")
        }
        _ = content.etag
        return content
    }

    private func rate(_ body: (Int) throws -> Content) throws -> Double {
        let clock = ContinuousClock()
        let began = clock.now
        var count = 0
        while clock.now - began < time {
            _ = try body(count)
            count += 1
        }
        return Double(count) / ((clock.now - began) / .seconds(1))
    }

    private func rateOnAllCores(_ page: String) throws -> Double {
        let rates = Mutex<[Result<Double, any Error>]>([])
        DispatchQueue.concurrentPerform(iterations: cores) { core in
            let found = Result { try rate { try ask("\(page)?bench=\(core + 2)-\($0)") } }
            rates.withLock { $0.append(found) }
        }
        return try rates.withLock { $0 }.reduce(0) { try $0 + $1.get() }
    }

    /// Counts only the time of the pages, each of which follows a commit.
    private func rateAfterChange(_ page: String) throws -> Double {
        guard let metric = tracker.plan.metrics.first else { return 0 }
        let author = Author("bench", by: .commandLine)
        let value = metric.targets.first?.value ?? metric.baseline ?? 1
        let clock = ContinuousClock()
        let began = clock.now
        var spent = Duration.zero
        var count = 0
        while clock.now - began < time {
            try tracker.perform(
                RecordReading(value, of: metric, source: .script, by: author, now: tracker.now))
            spent += try clock.measure { try ask(page) }
            count += 1
        }
        return Double(count) / (spent / .seconds(1))
    }
}
