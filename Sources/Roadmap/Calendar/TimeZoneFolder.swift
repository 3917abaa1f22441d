import Glibc
import Spelling

/// The system's time zone files: one for each name, in folders that the slashes in the name stand for.
struct TimeZoneFolder {
    let path: String

    func file(named name: String) throws(CalendarError) -> TimeZoneFile {
        guard isName(name) else { throw unknown(name) }
        guard let bytes = contents(of: name, upTo: 1 << 20) else {
            guard access(path, R_OK) == 0 else {
                throw CalendarError(
                    message: "There is no folder \(path) to read the time zone “\(name)” from",
                    tip: "Install the package tzdata, or use UTC.")
            }
            throw unknown(name)
        }
        do {
            return try TimeZoneFile(parsing: bytes)
        } catch {
            throw CalendarError(
                message: "The time zone “\(name)” cannot be used: its file \(error.reason)",
                tip: "Install the package tzdata again, or choose another time zone.")
        }
    }

    /// A name never leads out of the folder: no part of it is empty or begins with a point.
    private func isName(_ name: String) -> Bool {
        let parts = name.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        return name.utf8.count <= 100
            && parts.allSatisfy { part in
                !part.isEmpty && part.first != UInt8(ascii: ".")
                    && part.allSatisfy { byte in
                        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte & 0xDF)
                            || "_-+.".utf8.contains(byte)
                    }
            }
    }

    private func unknown(_ name: String) -> CalendarError {
        let closest = Spelling.closest(to: String(name.prefix(100)), among: names())
        let advice =
            closest.isEmpty ? "Write an IANA name such as Europe/Berlin, or UTC" : "Did you mean \(list(closest))?"
        return CalendarError(
            message: "There is no time zone “\(name)”",
            tip: closest.isEmpty ? advice + "; the package tzdata brings their files." : advice)
    }

    private func list(_ names: [String]) -> String {
        guard let last = names.last, names.count > 1 else { return names.joined() }
        return names.dropLast().joined(separator: ", ") + " or " + last
    }

    /// The names that the package lists; empty when it does not.
    private func names() -> [String] {
        guard let bytes = contents(of: "tzdata.zi", upTo: 1 << 22) else { return [] }
        var names = ["UTC"]
        for line in bytes.split(separator: 0x0A) {
            let fields = line.split(separator: 0x20, maxSplits: 3)
            if line.starts(with: "Z ".utf8), fields.count > 1 {
                names.append(String(decoding: fields[1], as: UTF8.self))
            } else if line.starts(with: "L ".utf8), fields.count > 2 {
                names.append(String(decoding: fields[2], as: UTF8.self))
            }
        }
        return names
    }

    /// - Returns: `nil` when the file cannot be read or has more than `limit` bytes.
    private func contents(of name: String, upTo limit: Int) -> [UInt8]? {
        guard let file = fopen(path + "/" + name, "re") else { return nil }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: limit + 1)
        let count = fread(&bytes, 1, bytes.count, file)
        guard ferror(file) == 0, count <= limit else { return nil }
        bytes.removeSubrange(count...)
        return bytes
    }
}
