import Backends

/// Tells the person at the terminal when a part of the router stops doing all it should, and when it does again.
struct ServiceWatch: Sendable {
    struct Part: Sendable {
        /// What is wrong now, and in short why, which tells one problem from the next; `nil` when nothing is.
        let problem: @Sendable () -> (cause: String, text: String)?
        /// What is said when it is well again.
        let recovery: String
    }

    let parts: [Part]

    /// Looks every second until the task is cancelled.
    func start(_ say: @escaping @Sendable (String, LogLevel) -> Void) -> Task<Void, any Error> {
        Task.detached {
            var known = [String?](repeating: nil, count: parts.count)
            while true {
                try await Task.sleep(for: .seconds(1))
                for (index, part) in parts.enumerated() {
                    let problem = part.problem()
                    guard problem?.cause != known[index] else { continue }
                    known[index] = problem?.cause
                    say(problem?.text ?? part.recovery, problem == nil ? .info : .warning)
                }
            }
        }
    }
}
