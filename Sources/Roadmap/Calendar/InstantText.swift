/// Instants as RFC 3339 spells them (section 5.6, `date-time`).
extension Instant {
    /// Reads `2026-01-09T14:03:22Z`, with any fraction of a second and any offset; `t` and `z` may be lower case.
    ///
    /// Digits beyond the millisecond are dropped. `nil` for anything else: days that do not exist, a leap second
    /// (`:60`, which this type cannot hold), a missing offset, a space instead of `T`, or a year outside 0...9999.
    public init?(rfc3339 string: String) {
        var text = TextScanner(string)
        guard let day = Day(&text), text.take("T") || text.take("t"),
            let hour = text.digits(2), hour < 24, text.take(":"),
            let minute = text.digits(2), minute < 60, text.take(":"),
            let second = text.digits(2), second < 60,
            let fraction = Instant.fraction(&text),
            let offset = Instant.offset(&text), text.isAtEnd
        else { return nil }
        let seconds = Int64(day.daysSince1970) * 86_400 + Int64(hour * 3600 + minute * 60 + second - offset)
        guard Instant.spellable.contains(seconds) else { return nil }
        self.init(milliseconds: seconds * 1000 + Int64(fraction))
    }

    /// UTC in a form that sorts as text: `2026-01-09T14:03:22.000Z`, always with three digits of milliseconds.
    ///
    /// Years outside 0...9999, which `init(rfc3339:)` does not read, carry a sign.
    public var rfc3339: String {
        let day = Day(daysSince1970: Int32(clamping: Day.quotient(milliseconds, 86_400_000)))
        let time = Int(Day.remainder(milliseconds, 86_400_000))
        guard Instant.spellable.contains(seconds) else { return day.iso + "T" + Instant.slowTime(time) }
        let civil = day.civil
        return String(unsafeUninitializedCapacity: 24) { buffer in
            func write(_ number: Int, _ width: Int, at start: Int, then separator: Unicode.Scalar) {
                var number = number
                for index in stride(from: start + width - 1, through: start, by: -1) {
                    buffer[index] = 0x30 + UInt8(number % 10)
                    number /= 10
                }
                buffer[start + width] = UInt8(ascii: separator)
            }
            write(civil.year, 4, at: 0, then: "-")
            write(civil.month, 2, at: 5, then: "-")
            write(civil.day, 2, at: 8, then: "T")
            write(time / 3_600_000, 2, at: 11, then: ":")
            write(time / 60_000 % 60, 2, at: 14, then: ":")
            write(time / 1000 % 60, 2, at: 17, then: ".")
            write(time % 1000, 3, at: 20, then: "Z")
            return 24
        }
    }

    /// Seconds since 1970 of the years that have four digits.
    private static let spellable: Range<Int64> = -62_167_219_200..<253_402_300_800

    private static func slowTime(_ time: Int) -> String {
        padded(time / 3_600_000, 2) + ":" + padded(time / 60_000 % 60, 2) + ":" + padded(time / 1000 % 60, 2)
            + "." + padded(time % 1000, 3) + "Z"
    }

    /// `.` and one or more digits, in milliseconds; 0 when there is no point.
    private static func fraction(_ text: inout TextScanner) -> Int? {
        guard text.take(".") else { return 0 }
        guard var value = text.digit() else { return nil }
        var count = 1
        while let digit = text.digit() {
            if count < 3 { value = value * 10 + digit }
            count += 1
        }
        return count == 1 ? value * 100 : count == 2 ? value * 10 : value
    }

    /// `Z` or `+hh:mm`, in seconds east of UTC.
    private static func offset(_ text: inout TextScanner) -> Int? {
        if text.take("Z") || text.take("z") { return 0 }
        let west = text.take("-")
        guard west || text.take("+"), let hours = text.digits(2), hours < 24, text.take(":"),
            let minutes = text.digits(2), minutes < 60
        else { return nil }
        return (west ? -1 : 1) * (hours * 3600 + minutes * 60)
    }
}

extension Instant: CustomStringConvertible {
    public var description: String { rfc3339 }
}
