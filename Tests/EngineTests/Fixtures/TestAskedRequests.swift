import Synchronization

@testable import Engine

/// A memory of requests that a test can look into, and break.
final class TestAskedRequests: AskedRequests {
    struct Broken: Error {}

    struct State {
        var requests: [CacheKey: AskedRequest] = [:]
        var bodies: [CacheKey: [UInt8]] = [:]
        var spent: [Int64: Int64] = [:]
        var isBroken = false
    }

    let state = Mutex(State())

    func remember(_ request: AskedRequest, body: [UInt8]) {
        state.withLock { state in
            var request = request
            if let former = state.requests[request.key] { request.asks.merge(former.asks) { $0 + $1 } }
            state.requests[request.key] = request
            state.bodies[request.key] = body
        }
    }

    func count(_ asks: [(key: CacheKey, asks: Int)], on day: Int64) {
        state.withLock { state in
            for (key, asks) in asks { state.requests[key]?.asks[day, default: 0] += asks }
        }
    }

    func forget(_ keys: [CacheKey]) {
        state.withLock { state in
            for key in keys {
                state.requests[key] = nil
                state.bodies[key] = nil
            }
        }
    }

    func spend(_ cost: Int64, on day: Int64) { state.withLock { $0.spent[day, default: 0] += cost } }

    func all() throws -> [AskedRequest] {
        try state.withLock { state in
            if state.isBroken { throw Broken() }
            return Array(state.requests.values)
        }
    }

    func body(of key: CacheKey) throws -> [UInt8]? {
        try state.withLock { state in
            if state.isBroken { throw Broken() }
            return state.bodies[key]
        }
    }

    func spent(on day: Int64) throws -> Int64 { state.withLock { $0.spent[day] ?? 0 } }
}
