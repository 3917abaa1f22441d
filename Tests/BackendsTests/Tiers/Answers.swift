import Engine

/// Answers to keep.
enum Answers {
    static func key(_ number: Int) -> CacheKey {
        func hash(_ salt: UInt8) -> [UInt8] {
            var bytes = [UInt8](repeating: salt, count: 32)
            withUnsafeBytes(of: number.littleEndian) { bytes.replaceSubrange(0..<8, with: $0) }
            return bytes
        }
        return CacheKey(partition: hash(1), exact: hash(2))
    }

    static func answer(
        _ text: String = "Grüße", question: String = "Wie geht's? 🦆", at now: Int64, for lifetime: Int64 = 60_000
    )
        -> KeptAnswer
    {
        KeptAnswer(
            body: Array(#"{"choices":["\#(text)"]}"#.utf8), question: question, storedAt: now,
            expiresAt: now + lifetime, cost: 4_275, latency: 812)
    }
}
