internal import Glibc

extension Answer {
    /// Sends the answer past the library, to a socket that is closed afterwards. What the client has sent
    /// already is read away, because closing with unread bytes would reset the connection before the client
    /// has read the answer.
    ///
    /// - Parameter session: the encryption of the connection, past which nothing may be sent.
    func sendClosing(_ descriptor: Int32, over session: TLSSession? = nil) {
        let message = closingMessage
        if let session {
            session.sendLast(message)
        } else {
            _ = message.withUnsafeBytes {
                send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL | MSG_DONTWAIT))
            }
        }
        shutdown(descriptor, Int32(SHUT_WR))
        var rest = [UInt8](repeating: 0, count: 64 * 1024)
        for _ in 0..<16 {
            let count = rest.withUnsafeMutableBytes {
                recv(descriptor, $0.baseAddress, $0.count, Int32(MSG_DONTWAIT))
            }
            if count <= 0 { break }
        }
    }
}
