import Testing

@testable import Backends

@Suite("Which L2 there is")
struct TierConfigurationTests {
    private let upstash = ["UPSTASH_REDIS_REST_URL": "https://a.upstash.io/", "UPSTASH_REDIS_REST_TOKEN": " s3cret\n"]

    @Test("Upstash comes before Redis, Redis before none")
    func precedence() throws {
        let redis = ["REDIS_URL": "redis://localhost"]
        #expect(try TierConfiguration(environment: [:]) == .off)
        #expect(try TierConfiguration(environment: ["REDIS_URL": " "]) == .off)
        #expect(try TierConfiguration(environment: redis) == .redis(RedisAddress("redis://localhost:6379/0")))
        let both = try TierConfiguration(environment: redis.merging(upstash) { $1 })
        #expect(both == .upstash(try UpstashAddress(url: "https://a.upstash.io", token: "s3cret")))
        // One of the two is not enough.
        var half = redis
        half["UPSTASH_REDIS_REST_URL"] = "https://a.upstash.io"
        #expect(try TierConfiguration(environment: half) == .redis(RedisAddress("redis://localhost")))
    }

    @Test("a Redis' URL is read in all its parts")
    func parts() throws {
        let address = try RedisAddress("redis://us%3Aer:p%40ss:w/ord@[::1]:6380/12")
        #expect(address.user == "us:er" && address.password == "p@ss:w/ord")
        #expect(address.host == "::1" && address.port == 6380 && address.database == 12)
        let plain = try RedisAddress("redis://:secret@cache.example/")
        #expect(plain.user == nil && plain.password == "secret" && plain.host == "cache.example")
        #expect(plain.port == 6379 && plain.database == 0)
    }

    @Test(
        "what cannot be used is refused without repeating it",
        arguments: [
            "hunter2", "http://hunter2@host", "redis://", "redis://:hunter2@", "redis://:hunter2@host:0",
            "redis://:hunter2@host:70000", "redis://:hunter2@host:x", "redis://:hunter2@host/x",
            "redis://:hunter2@host/-1", "redis://:hunter2@host?db=1", "redis://hunter2@host", "redis://a:%zz@host",
            "redis://:hunter2@[::1", "rediss://:hunter2@host", "unix:///hunter2",
        ])
    func refused(url: String) {
        let error = #expect(throws: TierError.self) { try RedisAddress(url) }
        #expect(error?.kind == .configuration)
        #expect(error?.description.contains("hunter2") == false)
    }

    @Test("TLS, which there is not, is named")
    func tls() {
        let error = #expect(throws: TierError.self) { try RedisAddress("rediss://host") }
        #expect(error?.message.contains("TLS") == true)
    }

    @Test(
        "what is no address of Upstash, or no token, is refused without repeating it",
        arguments: [
            ("a.upstash.io", "hunter2"), ("https://:hunter2@a.upstash.io", "x"), ("https://a/?_token=hunter2", "x"),
            ("https://a.upstash.io", "hunter2 hunter2"), ("https://a.upstash.io", "\n"),
        ])
    func refusedUpstash(url: String, token: String) {
        let error = #expect(throws: TierError.self) { try UpstashAddress(url: url, token: token) }
        #expect(error?.kind == .configuration)
        #expect(error?.description.contains("hunter2") == false)
    }

    @Test("neither password nor token is printed")
    func printing() throws {
        let redis = try TierConfiguration(environment: ["REDIS_URL": "redis://u:s3cret@host"])
        let upstash = try TierConfiguration(environment: upstash)
        for text in ["\(redis)", "\(upstash)", String(reflecting: redis), String(reflecting: upstash)] {
            #expect(!text.contains("s3cret"), "\(text)")
        }
    }

    @Test("each makes the tier it names")
    func tiers() throws {
        let clock = TestClock()
        #expect(try TierConfiguration(environment: [:]).makeTier(clock: clock) == nil)
        #expect(try TierConfiguration(environment: upstash).makeTier(clock: clock) is UpstashTier)
        let redis = try TierConfiguration(environment: ["REDIS_URL": "redis://127.0.0.1:1"])
        #expect(try redis.makeTier(clock: clock) is RedisTier)
    }
}
