import Roadmap
import Storage

/// Writes down when sessions and tokens were used last, and removes sessions that have ended, which nobody decides and so is
/// no line of the audit; and puts sign-ins that were refused into it.
struct WriteDownUses: Change {
    let sessions: [(id: Int64, use: UseMark.Use)]
    let tokens: [(id: Int64, use: UseMark.Use)]
    let ended: [Int64]
    let refused: [RefusedSignIn]

    func apply(_ db: Connection) throws {
        for (id, use) in sessions {
            try db.execute(
                "UPDATE session SET used_at = $2, address = $3 WHERE id = $1", id, use.at?.rfc3339, use.address)
        }
        for (id, use) in tokens {
            try db.execute(
                "UPDATE token SET used_at = $2, address = $3 WHERE id = $1", id, use.at?.rfc3339, use.address)
        }
        for refusal in refused { try refusal.record(in: db) }
        for id in ended { try db.execute("DELETE FROM session WHERE id = $1", id) }
        if !ended.isEmpty { try AccessRevision.advance(in: db) }
    }
}
