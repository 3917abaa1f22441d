import Glibc

/// Where a command writes: data to standard output, messages to standard error.
struct Terminal {
    /// Whether a person reads the output in colour: it is a terminal and `NO_COLOR` (no-color.org) is not set.
    let isColoured: Bool

    init(environment: [String: String]) {
        isColoured =
            isatty(STDOUT_FILENO) == 1 && (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
    }

    enum Style: String {
        case good = "32"
        case attention = "33"
        case bad = "31"
        case soft = "2"
        case strong = "1"
        case accent = "36"
    }

    func styled(_ text: String, _ style: Style) -> String {
        isColoured ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
    }

    /// Writes to standard output, all of it.
    /// - Throws: `CommandFailure` when the output cannot take it, as on a full disk; a reader that went away is no failure.
    func write(_ text: String) throws { try write(Array(text.utf8)) }

    func write(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if errno == EPIPE {
                return
            } else if errno != EINTR {
                throw CommandFailure(
                    message: "The output cannot be written: \(String(cString: strerror(errno))).",
                    tip: "Free some space or choose another place.")
            }
        }
    }

    /// Writes a question for the person at the terminal, whose answer stands behind it.
    func ask(_ text: String) {
        var text = text
        text.withUTF8 { _ = Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }

    /// Writes a message for the person at the terminal.
    func say(_ text: String) {
        var line = text + "\n"
        line.withUTF8 { _ = Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}
