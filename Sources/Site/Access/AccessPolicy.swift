import Access

/// What nobody has to sign in for, and who else is trusted.
public struct AccessPolicy: Sendable {
    /// Pages and the API's questions are answered to everybody.
    public var readingIsOpen: Bool
    /// So is every change of the plan, under whatever name is given. Accounts and tokens are not.
    public var writingIsOpen: Bool
    /// Requests to models are taken from everybody, with any key or none.
    public var chatIsOpen: Bool
    /// A reverse proxy that tells who people are.
    public var proxy: TrustedProxy?
    /// The server itself speaks TLS, so that cookies never travel without.
    public var hasTLS = false

    public init(readingIsOpen: Bool, writingIsOpen: Bool, chatIsOpen: Bool, proxy: TrustedProxy? = nil) {
        self.readingIsOpen = readingIsOpen
        self.writingIsOpen = writingIsOpen
        self.chatIsOpen = chatIsOpen
        self.proxy = proxy
    }

    /// What whoever shows nothing may do.
    var open: Scopes {
        var scopes: Scopes = []
        if readingIsOpen { scopes.formUnion(.read) }
        if writingIsOpen { scopes.formUnion([.tasksWrite, .metricsWrite, .dogFoodWrite]) }
        if chatIsOpen { scopes.formUnion(.chat) }
        return scopes
    }
}

/// A reverse proxy before the server: it asks people who they are, or at least says where they come from.
public struct TrustedProxy: Sendable {
    /// The addresses it connects from; what anybody else says in its name counts for nothing.
    public let addresses: Set<String>
    /// The header that names who has signed in to it; nil when it signs nobody in.
    public let header: String?
    /// What people have who have no account here; nil lets none of them in.
    public let role: Role?

    public init(addresses: Set<String>, header: String?, role: Role?) {
        self.addresses = addresses
        self.header = header
        self.role = role
    }
}
