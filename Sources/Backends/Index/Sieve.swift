import CVector

/// A small summary of each vector that tells, without reading the vector, that its inner product with another cannot
/// reach a threshold.
///
/// For vectors `q` and `v` of length 1, `q·v = q'·v' + q"·v"`, where `'` is the first 96 numbers and `"` the rest, and by
/// Cauchy and Schwarz `q"·v" ≤ |q"||v"|`. Kept of `v` are `v'` in bytes, whose rounding adds at most half a unit for each
/// number, so at most `unit/2 · √96 · |q'|`, and `|v"|`: 104 bytes beside 768. The bound is never too low, so what it lets
/// through has all that must be found. Of 100,000 questions it lets 3 through at a threshold of 0.95, 20 at 0.90 and 750 at
/// 0.85; below 0.8 it saves nothing.
struct Sieve: Sendable {
    /// How many of a vector's numbers are kept.
    private static let width = 96
    private static let group = Int(VECTOR_PANEL)
    /// Covers the rounding of sums of 384 products of 32-bit numbers.
    private static let rounding: Float = 1e-5

    private(set) var count = 0
    /// In groups of 16 vectors: their first numbers, then their second numbers, and so on.
    private var codes: [Int8] = []
    private var units: [Float] = []
    private var tails: [Float] = []

    var bytes: Int { codes.capacity + 4 * (units.capacity + tails.capacity) }

    mutating func append(_ vector: [Float]) {
        if count % Self.group == 0 {
            codes.append(contentsOf: repeatElement(0, count: Self.group * Self.width))
            units.append(contentsOf: repeatElement(0, count: Self.group))
            tails.append(contentsOf: repeatElement(0, count: Self.group))
        }
        let head = vector.prefix(Self.width)
        let unit = max(head.reduce(0) { max($0, abs($1)) } / 127, 1e-20)
        for (row, number) in head.enumerated() {
            codes[code(count, row)] = Int8(min(127, max(-127, (number / unit).rounded())))
        }
        units[count] = unit
        tails[count] = vector.dropFirst(Self.width).reduce(0) { $0 + $1 * $1 }.squareRoot()
        count += 1
    }

    /// Puts the last vector in the place of this one.
    mutating func removeBySwapping(_ position: Int) {
        let last = count - 1
        for row in 0..<Self.width { codes[code(position, row)] = codes[code(last, row)] }
        (units[position], tails[position]) = (units[last], tails[last])
        (units[last], tails[last]) = (0, 0)
        count = last
        if count % Self.group == 0 {
            codes.removeLast(Self.group * Self.width)
            units.removeLast(Self.group)
            tails.removeLast(Self.group)
        }
    }

    /// The positions of all vectors whose inner product with this one may be as much as `least`, and few others.
    func candidates(_ vector: [Float], atLeast least: Float) -> [UInt32] {
        let head = vector.prefix(Self.width).reduce(0) { $0 + $1 * $1 }.squareRoot()
        let rest = vector.dropFirst(Self.width).reduce(0) { $0 + $1 * $1 }.squareRoot()
        let slack = Float(Self.width).squareRoot() / 2 * head
        var found = [UInt32](unsafeUninitializedCapacity: units.count) { found, count in
            count = vector_sieve(
                codes, units, tails, units.count / Self.group, Self.width, vector, slack, rest,
                least - Self.rounding, found.baseAddress)
        }
        // The last group may have places without a vector.
        while let last = found.last, Int(last) >= count { found.removeLast() }
        return found
    }

    private func code(_ position: Int, _ row: Int) -> Int {
        (position / Self.group * Self.width + row) * Self.group + position % Self.group
    }
}
