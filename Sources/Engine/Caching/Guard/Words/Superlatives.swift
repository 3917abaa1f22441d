/// Words that ask for the first of a ranking.
enum Superlatives {
    static func contains(_ lower: String) -> Bool {
        words.contains(lower) || (lower.utf8.count > 5 && lower.hasSuffix("est") && !exceptions.contains(lower))
    }

    private static let words: Set<String> = ["best", "worst", "most", "least", "favourite", "favorite", "top", "ever"]
    private static let exceptions: Set<String> = [
        "interest", "request", "invest", "suggest", "forest", "harvest", "honest", "modest", "arrest", "protest",
        "contest",
        "digest", "manifest", "latest",
    ]
}
