/// What somebody who shows a certain key may do here.
///
/// It never changes: when a key's limits do, a new one takes its place, with the same meter, and holds from the next
/// request on. Requests under way end by the one they began with.
public final class KeyGrant: Sendable {
    /// How people call the key; errors do not say it.
    public let name: String
    /// Whose requests these are: what is kept for one tenant is given to no other. Several keys may be one tenant's.
    public let tenant: String
    public let limits: KeyLimits
    /// The key's one meter, whichever grants it has had.
    public let meter: KeyMeter

    public init(name: String, tenant: String, limits: KeyLimits, meter: KeyMeter) {
        self.name = name
        self.tenant = tenant
        self.limits = limits
        self.meter = meter
    }
}
