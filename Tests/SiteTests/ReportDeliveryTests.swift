import Roadmap
import Storage
import Testing

@testable import Site

@Suite("Reports written into a folder") struct ReportDeliveryTests {
    private let test: TestSite
    private let delivery: ReportDelivery

    init() throws {
        test = try TestSite()
        delivery = ReportDelivery(
            tracker: test.tracker,
            sheet: try ReportSheet(templates: TestSite.root + "/Templates", files: TestSite.root + "/Public"),
            folder: test.folder.path("reports/weekly"))
    }

    private func weeks() throws -> [String] { try delivery.deliverDue().map(\.description) }

    @Test("each week is written in all formats, once")
    func once() throws {
        #expect(try weeks() == ["2026-W01"])
        let names = ["csv", "html", "json", "md"].map { "2026-W01.\($0)" }
        #expect(try test.folder.names(in: "reports/weekly") == names)
        let html = try test.folder.read("reports/weekly/2026-W01.html")
        #expect(html.contains("<style>") && !html.contains("<link rel=\"stylesheet\""))
        #expect(try test.folder.read("reports/weekly/2026-W01.md").hasPrefix("# Week 2026-W01\n"))
        try test.folder.write("mine", to: "reports/weekly/2026-W01.md")
        #expect(try weeks() == [])
        #expect(try test.folder.read("reports/weekly/2026-W01.md") == "mine")
    }

    @Test("weeks that were missed are made up for, each as it was at its end")
    func missed() async throws {
        #expect(try weeks() == ["2026-W01"])
        _ = try await test.post(TestSite.first + "/complete")
        test.clock.set("2026-01-27T08:00:00Z")
        #expect(try weeks() == ["2026-W02", "2026-W03", "2026-W04"])
        #expect(try test.folder.read("reports/weekly/2026-W02.md").contains("- Fix failed request tracking (month 1"))
        #expect(!(try test.folder.read("reports/weekly/2026-W03.md")).contains("Fix failed request tracking"))
        #expect(try test.folder.names(in: "reports/weekly").count == 16)
    }

    @Test("a folder that is not to be had delivers nothing, and heals")
    func heals() throws {
        try test.folder.write("a file in the way", to: "reports")
        #expect { try delivery.deliverDue() } throws: { ($0 as? StorageError)?.tip.isEmpty == false }
        #expect(try test.tracker.read { try $0.weeksToDeliver().count } == 1)
        try test.folder.remove("reports")
        #expect(try weeks() == ["2026-W01"])
        #expect(try test.folder.names(in: "reports/weekly").count == 4)
    }

    @Test("a week of which one file failed is written again, whole, and leaves no half file")
    func halfWritten() throws {
        try DataFolder.create(at: test.folder.path("reports/weekly/2026-W01.csv/full"))
        #expect(throws: StorageError.self) { try delivery.deliverDue() }
        #expect(!(try test.folder.names(in: "reports/weekly").contains { $0.hasSuffix(".partial") }))
        #expect(try test.tracker.read { try $0.weeksToDeliver().count } == 1)
        try test.folder.remove("reports/weekly/2026-W01.csv")
        #expect(try weeks() == ["2026-W01"])
        #expect(try test.folder.names(in: "reports/weekly").count == 4)
    }

    @Test("two programs that deliver the same week write the same bytes")
    func twoPrograms() throws {
        _ = try weeks()
        let first = try test.folder.read("reports/weekly/2026-W01.html")
        let other = try test.another()
        let again = ReportFormat.html.bytes(
            of: try other.read { try $0.report(of: ISOWeek(parsing: "2026-W01")) },
            sheet: try ReportSheet(templates: TestSite.root + "/Templates", files: TestSite.root + "/Public"))
        other.close()
        #expect(again == Array(first.utf8))
    }
}
