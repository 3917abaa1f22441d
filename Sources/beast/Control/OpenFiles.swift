import Glibc

/// How many files and sockets this process may have open.
enum OpenFiles {
    /// Takes as many as the system allows without being asked: the usual 1,024 are fewer than the clients the server can
    /// serve. Where it allows no more, that is what there is.
    static func allowMost() {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
        limit.rlim_cur = min(limit.rlim_max, most)
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }

    private static let most: rlim_t = 65_536
}
