/// Words that turn a statement round.
enum Negations {
    static let words: Set<String> = [
        "not", "non", "no", "never", "without", "none", "nobody", "nothing", "nowhere", "neither", "nor", "nope",
        "hardly",
        "barely", "except", "excluding", "unless", "lack", "lacks", "lacking", "minus",
    ]

    /// "fail to start" is "not start"; "failed requests" is a thing that exists.
    static let beforeTo: Set<String> = ["fail", "fails", "failed", "failing", "refuse", "refuses", "refused"]
}
