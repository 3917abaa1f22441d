import Engine

extension RequestRecord {
    /// What is recorded of a request that was in flight when the program ended.
    static var interrupted: RequestRecord {
        var record = RequestRecord()
        record.outcome = .cancelled
        record.status = 499
        record.errorCode = "interrupted"
        record.tip = "The program ended before the answer did: send the request again."
        return record
    }
}
