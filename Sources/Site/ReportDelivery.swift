import FoundationEssentials
import Glibc
import Roadmap

/// Writes each week's report into a folder once the week is over.
///
/// Which weeks are delivered stands in the database, so that a week is neither left out nor written twice, whether or not
/// the program ran when it ended. A report is complete in the folder before it counts as delivered; a crash in between
/// makes the same bytes be written again.
public struct ReportDelivery: Sendable {
    private let tracker: Tracker
    private let sheet: ReportSheet
    private let folder: String

    public init(tracker: Tracker, sheet: ReportSheet, folder: String) {
        self.tracker = tracker
        self.sheet = sheet
        self.folder = folder
    }

    /// Writes the reports of all weeks that ended since the last delivery; at the first time, of the last week alone.
    /// - Returns: the weeks that were delivered.
    @discardableResult
    public func deliverDue() throws -> [ISOWeek] {
        let due = try tracker.read { try $0.weeksToDeliver() }
        for week in due {
            let report = try tracker.read { try $0.report(of: week) }
            for format in ReportFormat.allCases {
                try write(format.bytes(of: report, sheet: sheet), as: "\(week).\(format.rawValue)")
            }
            try tracker.perform(RecordDelivery(week, at: tracker.now))
        }
        return due
    }

    /// Looks for weeks to deliver, now and then once a minute, until the task is cancelled.
    /// - Parameter report: is told what could not be written; it is tried again.
    public func run(report: @Sendable (any Error) -> Void) async {
        while !Task.isCancelled {
            do {
                try deliverDue()
            } catch {
                report(error)
            }
            do {
                try await Task.sleep(for: .seconds(60))
            } catch {
                return
            }
        }
    }

    /// Writes a file so that it is there whole or not at all.
    private func write(_ bytes: [UInt8], as name: String) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Data(bytes).write(to: URL(filePath: folder + "/" + name), options: .atomic)
    }
}
