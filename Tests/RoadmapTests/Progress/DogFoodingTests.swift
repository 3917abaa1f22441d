import Testing

@testable import Roadmap

@Suite("Counting dog-fooding") struct DogFoodingTests {
    private let test: TestTracker

    init() throws { test = try TestTracker(zone: "Europe/Berlin", now: "2026-01-11T22:30:00Z") }

    @Test("an entry answers with the counts of its kind over all time")
    func counts() throws {
        #expect(try test.dogFood(.improvement) == DogFoodingCount(withBeast: 1))
        #expect(try test.dogFood(.improvement, byHand: true, note: "typo") == DogFoodingCount(withBeast: 1, byHand: 1))
        #expect(try test.dogFood(.doc) == DogFoodingCount(withBeast: 1))
        #expect(try test.lines().map(\.detail) == ["made with BEAST MODE", "by hand: typo", "made with BEAST MODE"])
        let newest = try test.tracker.read { try $0.newestDogFooding(2) }
        #expect(newest.map(\.kind) == [.doc, .improvement] && newest[1].note == "typo" && !newest[1].withBeast)
        #expect(try newest.map(\.activity) == test.lines().prefix(2).map(\.id))
    }

    @Test("weeks are those of the reporting zone")
    func weeks() throws {
        try test.dogFood(.test)
        test.clock.set("2026-01-11T23:30:00Z")
        try test.dogFood(.test, byHand: true)
        let weeks = try test.tracker.read { try $0.dogFoodingByWeek(from: week("2026-W01")) }
        #expect(weeks[week("2026-W02")] == [.test: DogFoodingCount(withBeast: 1)])
        #expect(weeks[week("2026-W03")] == [.test: DogFoodingCount(byHand: 1)])
    }

    @Test("of nothing there is no share")
    func share() {
        #expect(DogFoodingCount().share == nil)
        #expect(DogFoodingCount(byHand: 3).share == 0 && DogFoodingCount(withBeast: 1, byHand: 3).share == 25)
    }

    @Test("an unknown kind is refused with the ones there are")
    func unknown() throws {
        let error = try #require(refusal { try DogFoodingKind(named: "improvment") })
        #expect(error.kind == .notFound && error.closest == ["improvement"])
        #expect(error.tip == "The kinds are improvement, test, optimization, doc.")
    }
}
