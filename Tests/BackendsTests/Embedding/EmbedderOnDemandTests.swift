import Engine
import Synchronization
import Testing

@testable import Backends

@Suite("An embedder on demand")
struct EmbedderOnDemandTests {
    private struct Fixed: Embedder {
        let dimensions = 2
        func embed(_ text: String) -> [Float] { [1, Float(text.count)] }
    }

    private struct Missing: Error {}

    @Test("it is made when it is first asked, and once")
    func once() throws {
        let made = Atomic(0)
        let embedder = EmbedderOnDemand(dimensions: 2) {
            made.add(1, ordering: .relaxed)
            return Fixed()
        }
        #expect(made.load(ordering: .relaxed) == 0)
        #expect(try embedder.embed("abc") == [1, 3])
        #expect(try embedder.embed("a") == [1, 1])
        #expect(made.load(ordering: .relaxed) == 1)
    }

    @Test("what keeps it from being made is said for every text")
    func missing() {
        let embedder = EmbedderOnDemand(dimensions: 2) { throw Missing() }
        #expect(throws: Missing.self) { try embedder.embed("a") }
        #expect(throws: Missing.self) { try embedder.embed("b") }
    }
}
