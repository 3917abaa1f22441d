import Roadmap

extension ClosedRange<Day> {
    /// `16 – 22 Feb 2026`, `23 Feb – 1 Mar 2026`, `28 Dec 2026 – 3 Jan 2027`.
    var text: String {
        let last = upperBound.long
        if lowerBound == upperBound { return last }
        if lowerBound.year != upperBound.year { return "\(lowerBound.long) – \(last)" }
        if lowerBound.month != upperBound.month { return "\(lowerBound.long.dropLast(5)) – \(last)" }
        return "\(lowerBound.day) – \(last)"
    }
}
