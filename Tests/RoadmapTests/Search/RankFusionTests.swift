import Testing

@testable import Roadmap

@Suite("Rankings brought together") struct RankFusionTests {
    @Test("what stands high in several comes first")
    func several() {
        #expect(RankFusion.fuse([["a", "b", "c"], ["b", "d"], ["c", "b"]]) == ["b", "c", "a", "d"])
    }

    @Test("one ranking stays as it is, and none is nothing")
    func single() {
        #expect(RankFusion.fuse([["c", "a", "b"]]) == ["c", "a", "b"])
        #expect(RankFusion.fuse([["c", "a"], []]) == ["c", "a"])
        #expect(RankFusion.fuse([[String]]()).isEmpty)
    }

    @Test("of equals the one in the earlier ranking comes first")
    func ties() {
        #expect(RankFusion.fuse([["a"], ["b"]]) == ["a", "b"])
        #expect(RankFusion.fuse([["b"], ["a"]]) == ["b", "a"])
    }

    @Test("passages are found by any of a question's words, and read by where they stand")
    func passages() throws {
        let test = try TestTracker()
        try test.folder.write("# Guide\n\nOpening.\n\n## Warming the cache\n\nIt pays off.", to: "roadmap/GUIDE.md")
        let documents = test.tracker.library.refresh()
        let found = try SearchIndex().passages(about: "Does warming help, please?", in: documents, limit: 3)
        let id = try #require(found.first)
        #expect(id == PassageID(document: "GUIDE", anchor: "warming-the-cache"))
        #expect(documents.passage(id)?.passage.text == "It pays off.")
        #expect(documents.passage(PassageID(document: "GUIDE", anchor: "gone")) == nil)
        #expect(try SearchIndex().passages(about: "what is the", in: documents, limit: 3).isEmpty)
    }
}
