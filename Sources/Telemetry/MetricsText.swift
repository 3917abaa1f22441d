/// Figures as text for Prometheus and whatever reads the same: OpenMetrics 1.0, or the older text format 0.0.4.
///
/// A family is announced and its samples follow; names, units and suffixes come out as each format wants them.
/// Source: https://prometheus.io/docs/specs/om/open_metrics_spec/ and
/// https://prometheus.io/docs/instrumenting/exposition_formats/.
public struct MetricsText: Sendable {
    public enum Format: Sendable, Hashable {
        case openMetrics
        case prometheus
    }

    public enum Kind: String, Sendable {
        case counter, gauge, histogram, info
    }

    public typealias Labels = [(name: String, value: String)]

    private let format: Format
    private var bytes: [UInt8] = []
    private var name = ""
    private var kind = Kind.gauge

    public init(_ format: Format) {
        self.format = format
        bytes.reserveCapacity(65_536)
    }

    /// Begins a family.
    /// - Parameters:
    ///   - name: as it is without `_total`, `_info` or the suffixes of histograms; it ends in `unit` where there is one.
    ///   - help: one sentence.
    public mutating func family(_ name: String, _ kind: Kind, unit: String? = nil, help: String) {
        precondition(
            Self.isName(name) && (unit.map { name.hasSuffix("_\($0)") } ?? true), "\(name) is no family's name")
        self.name = name
        self.kind = kind
        let isOld = format == .prometheus
        let shown = isOld ? name + suffix : name
        put("# HELP \(shown) ")
        escape(help, quotes: !isOld)
        put("\n# TYPE \(shown) \(isOld && kind == .info ? Kind.gauge.rawValue : kind.rawValue)\n")
        if let unit, !isOld { put("# UNIT \(shown) \(unit)\n") }
    }

    public mutating func sample(_ value: Int, _ labels: Labels = []) {
        head(suffix, labels)
        put(" \(value)\n")
    }

    public mutating func sample(_ value: Double, _ labels: Labels = []) {
        head(suffix, labels)
        put(" \(Self.text(value))\n")
    }

    /// A histogram of nanoseconds, in seconds.
    /// - Parameter bounds: in seconds, ascending.
    public mutating func histogram(_ histogram: Histogram, upTo bounds: [Double], _ labels: Labels = []) {
        for bound in bounds {
            head("_bucket", labels + [("le", Self.text(bound))])
            put(" \(histogram.count(upTo: Int64(bound * 1e9)))\n")
        }
        head("_bucket", labels + [("le", "+Inf")])
        put(" \(histogram.count)\n")
        head("_sum", labels)
        put(" \(Self.text(Double(histogram.sum) / 1e9))\n")
        head("_count", labels)
        put(" \(histogram.count)\n")
    }

    /// The whole text.
    public func finished() -> [UInt8] { format == .openMetrics ? bytes + Array("# EOF\n".utf8) : bytes }

    private var suffix: String {
        switch kind {
        case .counter: "_total"
        case .info: "_info"
        case .gauge, .histogram: ""
        }
    }

    private mutating func head(_ suffix: String, _ labels: Labels) {
        put(name)
        put(suffix)
        guard !labels.isEmpty else { return }
        var separator = "{"
        for label in labels {
            put("\(separator)\(label.name)=\"")
            escape(label.value, quotes: true)
            put("\"")
            separator = ","
        }
        put("}")
    }

    private mutating func put(_ text: String) { bytes.append(contentsOf: text.utf8) }

    private mutating func escape(_ text: String, quotes: Bool) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\\"): put("\\\\")
            case UInt8(ascii: "\n"): put("\\n")
            case UInt8(ascii: "\"") where quotes: put("\\\"")
            default: bytes.append(byte)
            }
        }
    }

    private static func text(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value > 0 ? "+Inf" : "-Inf" }
        return "\(value)"
    }

    static func isName(_ name: String) -> Bool {
        guard let first = name.utf8.first, first == UInt8(ascii: "_") || isLetter(first) else { return false }
        return name.utf8.allSatisfy { isLetter($0) || $0 == UInt8(ascii: "_") || (0x30...0x39).contains($0) }
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }
}
