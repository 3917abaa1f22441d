import Storage

/// What an error says happened, and what to do.
struct Explanation {
    let message: String
    let tip: String

    init(_ error: any Error) {
        if let error = error as? StorageError {
            message = error.message
            tip = error.tip
        } else {
            message = "\(error)"
            tip = "Check the disk and the system's log."
        }
    }
}
