import Access
import Engine

/// Whoever knows the keys that were issued here, and what each may do.
public protocol IssuedKeys: Sendable {
    /// What is known of a key.
    ///
    /// It is asked for every request to the router, on the server's own threads, and so has to answer from memory, within
    /// a microsecond or so; what has changed is to hold from the next request on.
    /// - Parameter key: as the bearer sent it, in visible ASCII, up to 4,096 bytes, and from anybody at all: it is to be
    ///   compared in a way that tells nothing about the keys there are. `nil` when none was sent.
    func standing(of key: Substring?) -> ShownKey

    /// The same for somebody who is known already, so that the key need not be read once more; nil for everybody else.
    func standing(of principal: Principal) -> ShownKey?
}

extension IssuedKeys {
    public func standing(of principal: Principal) -> ShownKey? { nil }
}

/// What is known of a key that somebody shows.
public enum ShownKey: Sendable {
    /// It was not issued here. Who shows it is a tenant by its fingerprint, and who shows none is `local`, as where no keys
    /// are issued.
    case foreign
    /// The request is refused: 401 for a key that is not valid (any more), 403 for one that may not do this.
    case refused(RouterError)
    /// It is valid. The same object is to be given for as long as nothing about the key changes, and the same meter always.
    case granted(KeyGrant)
}
