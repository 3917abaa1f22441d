/// The content codings a client accepts (RFC 9110, section 12.5.3), reduced to the one question the
/// server asks.
enum AcceptEncoding {
    /// Whether gzip is acceptable and not liked less than no coding at all.
    static func prefersGzip(_ value: String) -> Bool {
        var gzip: Double?
        var identity: Double?
        var others: Double?
        for element in value.split(separator: ",") {
            let parts = element.split(separator: ";", omittingEmptySubsequences: false).map(ASCII.trimmed)
            guard let quality = quality(parts.dropFirst()) else { continue }
            switch parts[0].lowercased() {
            case "gzip", "x-gzip": gzip = max(gzip ?? 0, quality)
            case "identity": identity = quality
            case "*": others = quality
            default: break
            }
        }
        let wanted = gzip ?? others ?? 0
        return wanted > 0 && wanted >= identity ?? 0
    }

    /// The weight of an element: 1 without `q`, nil when `q` is not a weight, which voids the element.
    private static func quality(_ parameters: ArraySlice<Substring>) -> Double? {
        for parameter in parameters {
            let pair = parameter.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard ASCII.trimmed(pair[0]).lowercased() == "q" else { continue }
            let digits = pair.count == 2 ? ASCII.trimmed(pair[1]) : ""
            let isPlain = !digits.isEmpty && digits.utf8.allSatisfy { $0 == 0x2E || (0x30...0x39).contains($0) }
            guard isPlain, let weight = Double(digits), weight <= 1 else { return nil }
            return weight
        }
        return 1
    }
}
