/// Tells the person at the terminal when a part of the router stops doing all it should, and when it does again.
struct ServiceWatch: Sendable {
    struct Part: Sendable {
        /// What is wrong now; `nil` when nothing is.
        let problem: @Sendable () -> String?
        /// What is said when it is well again.
        let recovery: String
    }

    let parts: [Part]

    /// Looks every second until the task is cancelled.
    func start(_ say: @escaping @Sendable (String) -> Void) -> Task<Void, any Error> {
        Task.detached {
            var isWell = Array(repeating: true, count: parts.count)
            while true {
                try await Task.sleep(for: .seconds(1))
                for (index, part) in parts.enumerated() {
                    let problem = part.problem()
                    guard (problem == nil) != isWell[index] else { continue }
                    isWell[index] = problem == nil
                    say(problem ?? part.recovery)
                }
            }
        }
    }
}
