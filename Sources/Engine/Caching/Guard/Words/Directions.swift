/// Small words of place and time that turn an answer round although they hardly weigh in a sentence.
enum Directions {
    static let words: Set<String> = [
        "on", "off", "up", "down", "in", "out", "over", "under", "above", "below", "inside", "outside", "before",
        "after",
        "until", "since", "forward", "backward", "left", "right", "for", "against", "more", "less", "fewer",
    ]
}
