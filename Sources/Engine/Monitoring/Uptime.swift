/// How long the program ran and how long it should have and did not, in milliseconds.
///
/// Down is what lies between the last sign of life before a crash and the next start. After a planned stop nothing is
/// expected, and that time is neither.
public struct Uptime: Sendable, Hashable {
    public var up: Int64
    public var down: Int64
    /// How many times it went down.
    public var crashes: Int

    public init(up: Int64, down: Int64, crashes: Int) {
        self.up = up
        self.down = down
        self.crashes = crashes
    }

    /// Up / (up + down), 0 to 1.
    public var share: Double? { up + down > 0 ? Double(up) / Double(up + down) : nil }
}
