internal import Glibc

/// What files a folder holds, links resolved.
enum FolderListing {
    /// The deepest folder that is looked into: a link to a folder above would otherwise never end.
    private static let deepest = 16

    /// The real path of every regular file below `folder` by its name: a slash, and the way to it. Nil when
    /// the folder cannot be read.
    static func files(in folder: String) -> [String: String]? {
        guard let root = resolved(folder), let names = names(in: root) else { return nil }
        var files: [String: String] = [:]
        collect(names, of: root, as: "", root: root, depth: 0, &files)
        return files
    }

    /// The real path of `path`, or nil when it does not exist or lies outside `folder`.
    static func file(_ path: String, in folder: String) -> String? {
        guard let root = resolved(folder), let real = resolved(path), isInside(real, root) else { return nil }
        return real
    }

    private static func collect(
        _ names: [String], of folder: String, as prefix: String, root: String, depth: Int,
        _ files: inout [String: String]
    ) {
        for name in names where !name.hasPrefix(".") {
            guard let path = resolved(folder + "/" + name), isInside(path, root) else { continue }
            var status = stat()
            guard stat(path, &status) == 0 else { continue }
            switch status.st_mode & S_IFMT {
            case S_IFREG:
                files["\(prefix)/\(name)"] = path
            case S_IFDIR where depth < deepest:
                collect(
                    self.names(in: path) ?? [], of: path, as: "\(prefix)/\(name)", root: root, depth: depth + 1, &files)
            default:
                break
            }
        }
    }

    private static func isInside(_ path: String, _ root: String) -> Bool {
        path.hasPrefix(root == "/" ? root : root + "/")
    }

    private static func resolved(_ path: String) -> String? {
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        return String(cString: real)
    }

    private static func names(in folder: String) -> [String]? {
        guard let directory = opendir(folder) else { return nil }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names
    }
}
