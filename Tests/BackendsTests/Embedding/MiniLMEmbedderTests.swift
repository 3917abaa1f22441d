import Foundation
import Testing

@testable import Backends

@Suite(.enabled(if: ModelFolder.isThere, "the embedding model is not there: run `make weights`"))
struct MiniLMEmbedderTests {
    let embedder: MiniLMEmbedder

    init() throws {
        embedder = try #require(ModelFolder.embedder)
    }

    func cosine(_ one: [Float], _ other: [Float]) -> Float {
        zip(one, other).reduce(0) { $0 + $1.0 * $1.1 }
    }

    @Test(
        "cosines are those of the reference implementation",
        arguments: [
            ("Fix failed request tracking", "Repair tracking of requests that failed", 0.886),
            ("What is the capital of France?", "Tell me France's capital city", 0.909),
            ("What is the capital of France?", "What is the capital of Germany?", 0.663),
            ("How do I turn caching on?", "How do I turn caching off?", 0.933),
        ] as [(String, String, Float)])
    func reference(one: String, other: String, expected: Float) {
        #expect(abs(cosine(embedder.embed(one), embedder.embed(other)) - expected) <= 0.002)
    }

    @Test(
        "any text gives finite numbers of length 1",
        arguments: [
            "", " \n\t", "\0", "a\0b", "🎉👩‍👩‍👧🏳️‍🌈", "你好世界这是一个测试", String(repeating: "漢", count: 5_000),
            String(repeating: "x", count: 100_000), String(repeating: "word ", count: 20_000),
            String(repeating: "\u{301}", count: 1_000), "\u{FFFD}\u{200B}\u{FEFF}", "مرحبا שלום नमस्ते",
        ])
    func hostile(text: String) {
        let embedding = embedder.embed(text)
        #expect(embedding.count == 384)
        #expect(embedding.allSatisfy { $0.isFinite })
        #expect(abs(cosine(embedding, embedding) - 1) < 1e-5)
    }

    @Test("a long text is cut at 256 word pieces")
    func long() {
        let text = String(repeating: "word ", count: 254)
        #expect(embedder.tokenCount(of: text) == 256)
        #expect(embedder.tokenCount(of: text + "and more") == 256)
        #expect(embedder.embed(text) == embedder.embed(text + "and more"))
        #expect(embedder.embed(text) != embedder.embed("word"))
    }

    @Test("case, accents and white space make no difference")
    func sameText() {
        #expect(embedder.embed("Où est le CAFÉ ?") == embedder.embed("  ou est\nle cafe\u{301}?"))
    }

    @Test("many tasks at once get what one gets alone")
    func concurrently() async {
        let texts = (0..<24).map { "How many requests of kind \($0) failed" + String(repeating: " today", count: $0) }
        let alone = texts.map(embedder.embed)
        await withTaskGroup(of: Bool.self) { group in
            for task in 0..<8 {
                group.addTask { [embedder] in
                    texts.indices.allSatisfy { index in
                        let shifted = (index + task * 3) % texts.count
                        return embedder.embed(texts[shifted]) == alone[shifted]
                    }
                }
            }
            for await same in group { #expect(same) }
        }
    }

    @Test(
        "a truncated model is an error that says so, wherever it ends", arguments: [0, 7, 8, 500, 11_500, 60_000_000])
    func truncated(size: Int) throws {
        let whole = try FileHandle(forReadingFrom: URL(fileURLWithPath: ModelFolder.path + "/model.safetensors"))
        let vocabulary = try Data(contentsOf: URL(fileURLWithPath: ModelFolder.path + "/vocab.txt"))
        let part = try whole.read(upToCount: size) ?? Data()
        try ModelFolder.with(["model.safetensors": part, "vocab.txt": vocabulary]) { folder in
            let error = #expect(throws: EmbeddingError.self) { try MiniLMEmbedder(folder: folder) }
            #expect(error?.kind == .damaged)
            #expect(error?.tip.contains("make weights") == true)
        }
    }
}
