import HTTP

/// What a request has to be entitled to, beside passing the guard at the door.
enum Permission: Sendable {
    /// To look into the running server and to steer it: for commands of this machine.
    case control
}

extension Site {
    /// - Throws: `HTTPError` 403 for a request that lacks the permission.
    func check(_ request: Request, for permission: Permission) throws(HTTPError) {
        switch permission {
        case .control:
            guard let control, control.token.isCarried(by: request.headers["Authorization"]) else {
                throw HTTPError(
                    .forbidden, "This is for the commands of this machine alone.",
                    tip: "Run the command beside the server, as its user and with its data folder.")
            }
        }
    }
}
