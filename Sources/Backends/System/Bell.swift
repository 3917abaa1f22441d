import Storage

/// What one thread sleeps on until others have something for it. Rings that come before it waits count as one.
final class Bell: Sendable {
    private let isRung = Monitor(false)

    func ring() { isRung.change { $0 = true } }

    func wait() {
        isRung.wait { isRung -> Void? in
            guard isRung else { return nil }
            isRung = false
            return ()
        }
    }

    /// Waits for a ring, but no longer than `patience`.
    /// - Returns: whether there was one.
    @discardableResult
    func wait(atMost patience: Duration) -> Bool {
        isRung.wait(atMost: patience) { $0 }
        return isRung.withLock { isRung in
            defer { isRung = false }
            return isRung
        }
    }
}
