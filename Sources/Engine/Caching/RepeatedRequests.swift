import Synchronization

/// Requests that have been answered from memory before, by their bytes: one that comes again need not be read to be known.
///
/// Two requests are the same here when tenant and body are, byte for byte; whatever differs is read. What is known of a
/// request holds for the models it was read under, and is bounded in bytes: when the younger half is full it becomes the
/// older, and what the older half had is forgotten unless it was asked for meanwhile.
final class RepeatedRequests: Sendable {
    /// What answering from memory needs of a request.
    struct Known: Sendable {
        let key: CacheKey
        let model: String
        /// Of what it was answered from, where that has one.
        let revision: String?
        let isStreamed: Bool
        let wantsUsage: Bool
    }

    private struct Name: Hashable {
        let body: [UInt8]
        let tenant: String
        private let digest: Int

        init(_ body: [UInt8], tenant: String) {
            self.body = body
            self.tenant = tenant
            // Seeded anew in each process (SE-0206), so that nobody can construct bodies that all fall together.
            var hasher = Hasher()
            body.withUnsafeBytes { hasher.combine(bytes: $0) }
            hasher.combine(tenant)
            digest = hasher.finalize()
        }

        var bytes: Int { body.count + tenant.utf8.count + RepeatedRequests.overhead }

        func shard(below count: Int) -> Int { Int(UInt(bitPattern: digest) >> 48) % count }

        static func == (one: Name, other: Name) -> Bool {
            one.digest == other.digest && one.tenant == other.tenant && one.body.hasSameBytes(as: other.body)
        }

        func hash(into hasher: inout Hasher) { hasher.combine(digest) }
    }

    private struct Entry {
        let known: Known
        /// Of the models.
        let version: Int
    }

    private struct Halves {
        var young: [Name: Entry] = [:]
        var youngBytes = 0
        var old: [Name: Entry] = [:]
        var oldBytes = 0
    }

    private final class Shard: Sendable {
        let halves = Mutex(Halves())
    }

    /// What an entry takes besides its body: key, names, dictionary slot.
    private static let overhead = 320

    private let shards: [Shard]
    private let bytesPerHalf: Int

    /// - Parameter capacity: in bytes.
    init(capacity: Int, shards count: Int = 8) {
        shards = (0..<count).map { _ in Shard() }
        bytesPerHalf = capacity / count / 2
    }

    /// What is known of a request, `nil` when it is to be read.
    /// - Parameter version: of the models; what was read under others is not known any more.
    func known(_ body: [UInt8], tenant: String, version: Int) -> Known? {
        let name = Name(body, tenant: tenant)
        return shards[name.shard(below: shards.count)].halves.withLock { halves in
            if let entry = halves.young[name] { return entry.version == version ? entry.known : nil }
            guard let entry = halves.old.removeValue(forKey: name) else { return nil }
            halves.oldBytes -= name.bytes
            guard entry.version == version else { return nil }
            keep(entry, name, in: &halves)
            return entry.known
        }
    }

    func note(_ known: Known, of body: [UInt8], tenant: String, version: Int) {
        let name = Name(body, tenant: tenant)
        // One that fills a half alone would turn everything else out.
        guard name.bytes <= bytesPerHalf / 4 else { return }
        shards[name.shard(below: shards.count)].halves.withLock { halves in
            if halves.old.removeValue(forKey: name) != nil { halves.oldBytes -= name.bytes }
            keep(Entry(known: known, version: version), name, in: &halves)
        }
    }

    /// How much it takes at present.
    var bytes: Int { shards.reduce(0) { $0 + $1.halves.withLock { $0.youngBytes + $0.oldBytes } } }

    private func keep(_ entry: Entry, _ name: Name, in halves: inout Halves) {
        if halves.youngBytes + name.bytes > bytesPerHalf {
            (halves.old, halves.oldBytes) = (halves.young, halves.youngBytes)
            (halves.young, halves.youngBytes) = ([:], 0)
        }
        if halves.young.updateValue(entry, forKey: name) == nil { halves.youngBytes += name.bytes }
    }
}
