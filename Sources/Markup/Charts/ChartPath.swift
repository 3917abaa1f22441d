/// A path in the plot's own coordinates, whole tenths of a px: written relative to the point before, which is the shortest way.
struct ChartPath {
    private(set) var bytes: [UInt8] = []
    private var x = 0
    private var y = 0
    private var command: UInt8 = 0

    /// A path with nothing in it yet.
    init() {}

    /// One line through all of `places`.
    init(through places: [ChartFrame.Place]) {
        append(places)
    }

    /// Whether nothing was drawn.
    var isEmpty: Bool { bytes.isEmpty }

    /// The path's data.
    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Draws a line from edge to edge of the plot.
    mutating func across(_ y: Double) {
        move(to: ChartFrame.Place(across: 0, y: y))
        line(to: ChartFrame.Place(across: 1, y: y))
    }

    /// Starts a new line at `place`.
    mutating func move(to place: ChartFrame.Place) {
        (x, y) = Self.units(place)
        start(UInt8(ascii: "M"))
        DecimalText.append(x, to: &bytes)
        append(separated: y)
    }

    /// Draws straight to `place`.
    mutating func line(to place: ChartFrame.Place) {
        let (newX, newY) = Self.units(place)
        if newY == y {
            start(UInt8(ascii: "h"))
            append(separated: newX - x)
        } else if newX == x {
            start(UInt8(ascii: "v"))
            append(separated: newY - y)
        } else {
            start(UInt8(ascii: "l"))
            append(separated: newX - x)
            append(separated: newY - y)
        }
        (x, y) = (newX, newY)
    }

    /// Draws a line of its own through all of `places`.
    mutating func append(_ places: [ChartFrame.Place]) {
        guard let first = places.first else { return }
        move(to: first)
        for place in places.dropFirst() { line(to: place) }
    }

    /// Closes the line to an area.
    mutating func close() {
        bytes.append(UInt8(ascii: "z"))
        command = 0
    }

    private static func units(_ place: ChartFrame.Place) -> (Int, Int) {
        (Int((place.across * ChartFrame.units).rounded()), Int((place.y * 10).rounded()))
    }

    private mutating func start(_ next: UInt8) {
        guard next != command || next == UInt8(ascii: "M") else { return }
        bytes.append(next)
        command = next
    }

    private mutating func append(separated number: Int) {
        if let last = bytes.last, last >= UInt8(ascii: "0"), last <= UInt8(ascii: "9"), number >= 0 {
            bytes.append(UInt8(ascii: " "))
        }
        DecimalText.append(number, to: &bytes)
    }
}
