import Roadmap
import Storage

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
        if !due.isEmpty { try DataFolder.create(at: folder) }
        for week in due {
            let report = try tracker.read { try $0.report(of: week) }
            for format in ReportFormat.allCases {
                try DurableFile.write(
                    format.bytes(of: report, sheet: sheet), to: "\(folder)/\(week).\(format.rawValue)")
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
}
