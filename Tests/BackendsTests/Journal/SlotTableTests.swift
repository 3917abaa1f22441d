import Testing

@testable import Backends

@Suite("The table of slots")
struct SlotTableTests {
    /// As many as there should be.
    private static let comfortable = 16 * SlotSegment.slots

    private let scratch: Scratch
    private let table: SlotTable

    init() throws {
        scratch = try Scratch()
        table = SlotTable(folder: scratch.folder)
        try table.begin()
    }

    @Test("gives each slot once, and again when it is free")
    func each() throws {
        let taken = try (0..<Self.comfortable).map { _ in try #require(table.take()) }
        #expect(Set(taken).count == taken.count)
        #expect(table.segmentCount == 16)
        table.free(taken)
        let again = try (0..<Self.comfortable).map { _ in try #require(table.take()) }
        #expect(Set(again) == Set(taken))
        #expect(table.segmentCount == 16)
    }

    @Test("asks for slots to be freed before it takes more room than it should")
    func shortage() throws {
        let taken = try (0..<Self.comfortable).map { _ in
            try #require(table.take { Issue.record("there is room") })
        }
        var isAsked = false
        let index = table.take {
            isAsked = true
            table.free([taken[77]])
        }
        #expect(isAsked)
        #expect(index == taken[77])
        #expect(table.segmentCount == 16)
    }

    @Test("takes more room all the same when nothing is freed")
    func growth() throws {
        for _ in 0..<Self.comfortable { _ = try #require(table.take()) }
        #expect(table.take() != nil)
        #expect(table.segmentCount == 17)
    }
}
