/// Why a text is no YAML document that this program reads.
struct YAMLError: Error, Equatable {
    /// From 1.
    let line: Int
    let message: String
    let tip: String
}
