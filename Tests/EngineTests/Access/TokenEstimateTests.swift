import JSON
import Testing

@testable import Engine

@Suite("Tokens thought to be taken")
struct TokenEstimateTests {
    private func estimate(_ more: JSON.Object = [:]) throws -> TokenEstimate {
        let body = TestWorld.body(String(repeating: "four", count: 50), more)
        return TokenEstimate(try ChatRequest(try JSON(parsing: body)))
    }

    @Test("are those of the question, and those that the answer may have")
    func chat() throws {
        #expect(try estimate(["max_tokens": 20]) == TokenEstimate(input: 50, output: 20))
        #expect(try estimate(["max_completion_tokens": 30, "max_tokens": 20]).output == 30)
        #expect(try estimate(["max_tokens": 20, "n": 3]).output == 60)
        #expect(try estimate().output == TokenEstimate.usualOutput)
    }

    @Test("have bounds, whatever the request says")
    func bounds() throws {
        let most: JSON = .integer(.max)
        #expect(try estimate(["max_tokens": most, "n": most]).output == RateBucket.highest)
        #expect(try estimate(["max_tokens": most]).taken(under: 1_000) == 1_000)
        #expect(try estimate(["max_tokens": 10]).taken(under: 1_000) == 60)
        // The question alone is too long: that never fits.
        #expect(try estimate().taken(under: 49) == 50)
        #expect(try TokenEstimate(ChatRequest(["model": "a", "messages": [["role": "user"]]])).input == 1)
    }

    @Test(
        "of embeddings are those of the input",
        arguments: [
            ("four four", 3), (["four", "four four"], 5), ([1, 2, 3], 3), ([[1, 2], [3]], 3),
        ] as [(JSON, Int64)])
    func embeddings(input: JSON, tokens: Int64) throws {
        let estimate = TokenEstimate(try EmbeddingRequest(["model": "a", "input": input]))
        #expect(estimate == TokenEstimate(input: tokens, output: 0))
    }
}
