import Engine
import Testing

@Suite("The one form in which questions are embedded")
struct PunctuationTests {
    @Test(
        "how carefully a question was typed makes no difference",
        arguments: [
            "What is the capital of France?", "What is the capital of France", "What is the capital of France ?",
            "  What is  the\ncapital of France??", "What is the capital of France.", "What is the capital of France?!",
            "What is the capital of France？",
        ])
    func unifies(_ text: String) {
        #expect(Punctuation.wellFormed(text) == "What is the capital of France?")
    }

    @Test(
        "what is written properly stays as it is",
        arguments: [
            "Tell me France's capital city", "Fix failed request tracking", "Repair tracking of requests that failed",
            "How do I turn caching on?", "Is C# a language?", "Explain i++", "what's up?", "?", "", "Do it", "日本",
        ])
    func keeps(_ text: String) {
        #expect(Punctuation.wellFormed(text) == text)
    }

    @Test("a request ends without a full stop")
    func dropsFullStops() {
        #expect(Punctuation.wellFormed("Write a haiku.") == "Write a haiku")
        #expect(Punctuation.wellFormed("Write a haiku!") == "Write a haiku")
        #expect(Punctuation.wellFormed("what's a mutex") == "what's a mutex?")
    }

    @Test("a long text is left alone")
    func keepsLongTexts() {
        let long = String(repeating: "why  ", count: 1000)
        #expect(Punctuation.wellFormed(long) == long)
    }
}
