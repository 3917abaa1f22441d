import Testing

@testable import Roadmap

@Suite("The roadmap folder") struct LibraryTests {
    private let folder: TestFolder

    init() throws {
        folder = try TestFolder()
        try folder.write(TestPlan.tasks, to: "roadmap/PLAN.md")
        try folder.write(TestPlan.targets, to: "roadmap/TARGETS.md")
    }

    private func library() -> Library { Library(folder: folder.path("roadmap")) }

    @Test("nothing is read again while nothing changes")
    func unchanged() {
        let library = library()
        let version = library.current.version
        #expect(library.refresh().version == version && library.refresh().version == version)
    }

    @Test("a changed, a new and a deleted file show at the next look")
    func changes() throws {
        let library = library()
        try folder.write(TestPlan.plan(week1: ["Another task"]), to: "roadmap/PLAN.md")
        #expect(library.current.plan.tasks.first?.title == "Fix failed request tracking")
        #expect(library.refresh().plan.tasks.first?.title == "Another task")
        try folder.write("# Notes\n\nFirst sentence. Second.", to: "roadmap/NOTES.md")
        let notes = try #require(library.refresh().document(named: "NOTES"))
        #expect(notes.title == "Notes" && notes.summary == "First sentence.")
        try folder.remove("roadmap/NOTES.md")
        #expect(library.refresh().document(named: "NOTES") == nil)
    }

    @Test("files that are no Markdown, or hidden, are none of its business")
    func otherFiles() throws {
        let library = library()
        try folder.write([0xFF], to: "roadmap/picture.png")
        try folder.write("# Hidden", to: "roadmap/.PLAN.md")
        #expect(library.refresh().problems == [] && library.current.all.map(\.name) == ["PLAN", "TARGETS"])
    }

    @Test("documents that make no plan leave the last good one, and heal")
    func lastGoodPlan() throws {
        let library = library()
        try folder.write(TestPlan.plan(week1: ["Twice", "Twice"]), to: "roadmap/PLAN.md")
        let broken = library.refresh()
        #expect(broken.problems.map(\.line) == [15])
        #expect(broken.hasPlan && broken.plan.tasks.first?.title == "Fix failed request tracking")
        try folder.write(TestPlan.plan(week1: ["Once"]), to: "roadmap/PLAN.md")
        let healed = library.refresh()
        #expect(healed.problems == [] && healed.plan.tasks.first?.title == "Once")
        #expect(healed.version > broken.version)
    }

    @Test("text that is not UTF-8 is named with the line of its first bad byte")
    func invalidText() throws {
        let library = library()
        let good = Array("# Ümläut\n\nsecond €\nthird ".utf8)
        for bad in [[0xFF], [0xC3], [0xE2, 0x82], [0xF0, 0x9F, 0x98], [0xED, 0xA0, 0x80]] as [[UInt8]] {
            try folder.write(good + bad + Array("\n\nlater".utf8), to: "roadmap/NOTES.md")
            #expect(
                library.refresh().problems.map(\.description)
                    == ["NOTES.md:4: The text is not valid UTF-8; save it as UTF-8."])
        }
        #expect(library.current.plan.tasks.count == 4)
    }

    @Test("a folder that is missing or empty has no plan, and says so until it has one")
    func missing() throws {
        let missing = Library(folder: folder.path("later"))
        #expect(!missing.current.hasPlan && missing.current.plan.tasks.isEmpty)
        #expect(missing.current.problems.first?.message.contains("There is no Markdown file here") == true)
        try folder.makeFolder("later")
        try folder.write(TestPlan.tasks, to: "later/PLAN.md")
        try folder.write(TestPlan.targets, to: "later/TARGETS.md")
        #expect(missing.refresh().hasPlan && missing.current.problems == [])
    }

    @Test("a folder that is deleted and made anew is seen again")
    func replaced() throws {
        let library = library()
        try folder.remove("roadmap")
        #expect(library.refresh().problems.count == 1 && library.current.plan.tasks.count == 4)
        try folder.makeFolder("roadmap")
        try folder.write(TestPlan.plan(week1: ["After the checkout"]), to: "roadmap/PLAN.md")
        try folder.write(TestPlan.targets, to: "roadmap/TARGETS.md")
        #expect(library.refresh().plan.tasks.first?.title == "After the checkout")
        try folder.write(TestPlan.plan(week1: ["And later"]), to: "roadmap/PLAN.md")
        #expect(library.refresh().plan.tasks.first?.title == "And later")
    }
}
