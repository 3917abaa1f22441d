import Glibc

/// The folder of the journal's segment files, named by their position.
enum SegmentFolder {
    static func path(_ position: Int, in folder: String) -> String {
        let digits = String(position)
        return "\(folder)/segment-\(String(repeating: "0", count: max(0, 3 - digits.count)))\(digits)"
    }

    /// The segment files that are there, in their order.
    static func existing(in folder: String) throws(JournalProblem) -> [String] {
        guard mkdir(folder, 0o700) == 0 || errno == EEXIST, let listing = opendir(folder) else {
            throw JournalProblem(
                message: "\(folder) cannot be used (\(String(cString: strerror(errno)))).",
                tip: "Give the user this program runs as the right to write there.")
        }
        defer { closedir(listing) }
        var names: [String] = []
        while let entry = readdir(listing) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name.hasPrefix("segment-") { names.append(name) }
        }
        return names.sorted().map { folder + "/" + $0 }
    }
}
