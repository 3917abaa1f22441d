import Roadmap
import Spelling

extension RoadmapError {
    /// A token that is named and not there.
    static func unknownToken(_ name: String, among names: [String]) -> RoadmapError {
        let closest = Spelling.closest(to: name, among: names, limit: 3)
        return RoadmapError(
            .notFound, "There is no token “\(name.prefix(60))”.",
            tip: closest.first.map { "Did you mean “\($0)”?" } ?? "`beast token list` lists the tokens.", field: "name",
            closest: closest)
    }
}
