/// Whether the writer should wait a moment for more writes before it begins a transaction.
///
/// Callers that write in a loop all come back just after they were answered. Whoever is first would get an fsync for
/// itself while the rest queue for the next, and every second fsync would be wasted. So after a shared transaction the
/// writer waits until as many writes are there again, but no longer than a small part of what the transaction took.
struct Rhythm {
    private var count = 0
    private var time = Duration.zero

    /// How many writes to wait for and how long, nil when there is no reason to.
    var gathering: (count: Int, time: Duration)? {
        count > 1 ? (count, min(time / 8, .milliseconds(2))) : nil
    }

    mutating func note(_ writes: Int, took time: Duration) {
        count = writes
        self.time = time
    }
}
