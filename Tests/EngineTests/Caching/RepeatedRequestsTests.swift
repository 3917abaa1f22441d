import Testing

@testable import Engine

@Suite("Repeated requests")
struct RepeatedRequestsTests {
    private static func known(_ number: UInt8) -> RepeatedRequests.Known {
        let bytes = [UInt8](repeating: number, count: 32)
        return RepeatedRequests.Known(
            key: CacheKey(partition: bytes, exact: bytes), model: "custom:a", revision: nil, isStreamed: false,
            wantsUsage: false)
    }

    private static func body(_ number: Int, size: Int = 300) -> [UInt8] {
        withUnsafeBytes(of: number) { Array($0) } + [UInt8](repeating: 0x78, count: size - 8)
    }

    @Test("a request is known by its bytes")
    func known() {
        let requests = RepeatedRequests(capacity: 100_000)
        requests.note(Self.known(1), of: Self.body(1), tenant: "one", version: 0)
        #expect(requests.known(Self.body(1), tenant: "one", version: 0)?.key == Self.known(1).key)
        #expect(requests.known(Self.body(2), tenant: "one", version: 0) == nil)
        #expect(requests.known(Self.body(1) + [0x20], tenant: "one", version: 0) == nil)
    }

    @Test("what one tenant sent is not known of another")
    func tenants() {
        let requests = RepeatedRequests(capacity: 100_000, shards: 1)
        requests.note(Self.known(1), of: Self.body(1), tenant: "one", version: 0)
        #expect(requests.known(Self.body(1), tenant: "two", version: 0) == nil)
        requests.note(Self.known(2), of: Self.body(1), tenant: "two", version: 0)
        #expect(requests.known(Self.body(1), tenant: "one", version: 0)?.key == Self.known(1).key)
        #expect(requests.known(Self.body(1), tenant: "two", version: 0)?.key == Self.known(2).key)
    }

    @Test("what was read under other models is read again")
    func versions() {
        let requests = RepeatedRequests(capacity: 100_000, shards: 1)
        requests.note(Self.known(1), of: Self.body(1), tenant: "one", version: 0)
        #expect(requests.known(Self.body(1), tenant: "one", version: 1) == nil)
        requests.note(Self.known(2), of: Self.body(1), tenant: "one", version: 1)
        #expect(requests.known(Self.body(1), tenant: "one", version: 1)?.key == Self.known(2).key)
    }

    @Test("they never take more than they may, and what is asked for again stays")
    func bounded() {
        let requests = RepeatedRequests(capacity: 100_000, shards: 1)
        requests.note(Self.known(7), of: Self.body(-1), tenant: "one", version: 0)
        for number in 0..<1000 {
            requests.note(Self.known(1), of: Self.body(number), tenant: "one", version: 0)
            #expect(requests.bytes <= 100_000)
            #expect(requests.known(Self.body(-1), tenant: "one", version: 0)?.key == Self.known(7).key)
        }
        #expect(requests.bytes > 50_000)
        #expect(requests.known(Self.body(0), tenant: "one", version: 0) == nil)
        #expect(requests.known(Self.body(999), tenant: "one", version: 0) != nil)
    }

    @Test("the same request noted again takes no more")
    func again() {
        let requests = RepeatedRequests(capacity: 100_000, shards: 1)
        for _ in 0..<10 { requests.note(Self.known(1), of: Self.body(1), tenant: "one", version: 0) }
        let one = requests.bytes
        #expect(one < 1000)
        for number in 0..<200 { requests.note(Self.known(1), of: Self.body(number), tenant: "one", version: 0) }
        #expect(requests.bytes <= 100_000)
    }

    @Test("one that would turn all others out is not taken up")
    func tooLarge() {
        let requests = RepeatedRequests(capacity: 100_000, shards: 1)
        requests.note(Self.known(1), of: Self.body(1, size: 20_000), tenant: "one", version: 0)
        #expect(requests.bytes == 0)
    }

    @Test("bytes are compared to the last one, whatever their number", arguments: [0, 1, 7, 8, 9, 31, 32, 33])
    func sameBytes(count: Int) {
        let bytes = (0..<count).map { UInt8($0) }
        #expect(bytes.hasSameBytes(as: bytes))
        #expect(!bytes.hasSameBytes(as: bytes + [0]))
        for index in bytes.indices {
            var other = bytes
            other[index] ^= 0x80
            #expect(!bytes.hasSameBytes(as: other))
        }
    }
}
