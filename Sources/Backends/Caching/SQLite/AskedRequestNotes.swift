import Engine

/// What is to be noted of requests in the next transaction.
struct AskedRequestNotes {
    struct Remembered {
        var request: AskedRequest
        var body: [UInt8]
    }

    struct Count: Hashable {
        let exact: [UInt8]
        let day: Int64
    }

    private static let largest = 8 << 20

    private(set) var remembered: [CacheKey: Remembered] = [:]
    private(set) var counts: [Count: Int] = [:]
    private(set) var forgotten: Set<[UInt8]> = []
    private(set) var spent: [Int64: Int64] = [:]
    private var bytes = 0

    var isEmpty: Bool { remembered.isEmpty && counts.isEmpty && forgotten.isEmpty && spent.isEmpty }

    /// What comes while too much waits is not remembered.
    mutating func remember(_ request: AskedRequest, body: [UInt8]) {
        for (day, asks) in request.asks { count(asks, of: request.key, on: day) }
        var request = request
        if let former = remembered[request.key] {
            bytes -= former.body.count
            request.lastAsked = max(request.lastAsked, former.request.lastAsked)
        }
        guard bytes + body.count <= Self.largest else {
            remembered[request.key] = nil
            return
        }
        bytes += body.count
        remembered[request.key] = Remembered(request: request, body: body)
        forgotten.remove(request.key.exact)
    }

    mutating func count(_ asks: Int, of key: CacheKey, on day: Int64) {
        counts[Count(exact: key.exact, day: day), default: 0] += asks
    }

    mutating func forget(_ key: CacheKey) { forgotten.insert(key.exact) }

    mutating func spend(_ cost: Int64, on day: Int64) { spent[day, default: 0] += cost }
}
