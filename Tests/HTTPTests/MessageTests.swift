import HTTP
import Testing

@Suite("The parts of messages")
struct MessageTests {
    @Test("headers ignore case, keep order and repeat")
    func headers() {
        var headers: Headers = ["A": "1", "b": "2", "a": "3"]
        #expect(headers["B"] == "2")
        #expect(headers.values(of: "A") == ["1", "3"])
        #expect(headers.list(of: "a") == "1, 3")
        #expect(headers["c"] == nil)
        headers["a"] = "4"
        #expect(headers.map { "\($0.name)=\($0.value)" } == ["b=2", "a=4"])
        headers["B"] = nil
        headers.merge(["A": "5", "A": "6"])
        #expect(headers == ["A": "5", "A": "6"])
        headers.append("Long", String(repeating: "x", count: 70_000))
        #expect(headers["long"]?.count == 70_000)
    }

    @Test("fields merged into others take the place of those of their name, whatever its case")
    func mergedHeaders() {
        var headers: Headers = ["A": "1", "Content-Type": "x", "B": "2", "a": "3"]
        headers.merge(["content-type": "y", "C": "4"])
        #expect(headers == ["A": "1", "B": "2", "a": "3", "content-type": "y", "C": "4"])
        headers.merge(["A": ""])
        #expect(headers == ["B": "2", "content-type": "y", "C": "4", "A": ""])
        headers.merge([:])
        #expect(headers.map(\.name) == ["B", "content-type", "C", "A"])
        var empty = Headers()
        empty.merge(headers)
        #expect(empty == headers)
    }

    @Test("percent-coding goes there and back, and malformed text is refused")
    func percentCoding() {
        let text = "a/b c+d&e=ü🐞%\u{0}~"
        #expect(PercentCoding.encoded(text) == "a%2Fb%20c%2Bd%26e%3D%C3%BC%F0%9F%90%9E%25%00~")
        #expect(PercentCoding.decoded(PercentCoding.encoded(text)) == text)
        #expect(PercentCoding.encodedPath("/a b/ü") == "/a%20b/%C3%BC")
        #expect(PercentCoding.decoded("a+b") == "a+b")
        #expect(PercentCoding.decoded("a+b", plusIsSpace: true) == "a b")
        for malformed in ["%", "%a", "%g0", "a%", "%-1", "%ff", "%c3", "%c0%af", "%ed%a0%80"] {
            #expect(PercentCoding.decoded(malformed) == nil, "\(malformed)")
        }
    }

    @Test("a query keeps order, repetition and empty values")
    func query() throws {
        let query = try #require(Query("q=a+b&x=1&x=2&flag&=empty&&e=a=b"))
        #expect(query["q"] == "a b")
        #expect(query.all("x") == ["1", "2"])
        #expect(query["flag"] == "")
        #expect(query[""] == "empty")
        #expect(query["e"] == "a=b")
        #expect(query["none"] == nil)
        #expect(query.map(\.name) == ["q", "x", "x", "flag", "", "e"])
        #expect(Query("a=%ff") == nil)
        #expect(Query("%=a") == nil)
    }

    @Test(
        "a date is spelled and read as HTTP does",
        arguments: [
            (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"), (0, "Thu, 01 Jan 1970 00:00:00 GMT"),
            (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"), (4_107_542_399, "Sun, 28 Feb 2100 23:59:59 GMT"),
            (-1, "Wed, 31 Dec 1969 23:59:59 GMT"), (-11_644_473_600, "Mon, 01 Jan 1601 00:00:00 GMT"),
        ])
    func date(seconds: Int, text: String) {
        #expect(HTTPDate(seconds: seconds).description == text)
        #expect(HTTPDate(parsing: text) == HTTPDate(seconds: seconds))
    }

    @Test("what is no date is not read as one")
    func noDate() {
        for text in [
            "", "yesterday", "Sun, 06 Nov 1994 24:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT",
            "Sun, 06 Nov 1994 08:49:37 CET", "Sun, 99 Nov 1994 08:49:37 GMT",
        ] {
            #expect(HTTPDate(parsing: text) == nil, "\(text)")
        }
    }

    @Test("a media type is read with its charset and told by a file's suffix")
    func mediaType() {
        #expect(MediaType(parsing: " Text/HTML ; Charset=\"UTF-8\"")?.charset == "utf-8")
        #expect(MediaType(parsing: "text/html")?.essence == "text/html")
        for malformed in ["", "text", "/", "text/", "a b/c", "text/html/x"] {
            #expect(MediaType(parsing: malformed) == nil, "\(malformed)")
        }
        #expect(MediaType.ofFile(named: "/a/App.CSS") == .css)
        #expect(MediaType.ofFile(named: "x.tar.unknown") == .bytes)
        #expect(MediaType.problem.isText)
        #expect(!MediaType.ofFile(named: "a.png").isText)
    }

    @Test("a strong condition is met by the same strong tag only")
    func strongCondition() {
        #expect(EntityTag.strongly("\"a\", \"b\"", names: "\"b\""))
        #expect(EntityTag.strongly("*", names: "\"b\""))
        #expect(!EntityTag.strongly("W/\"b\"", names: "\"b\""))
        #expect(!EntityTag.strongly("\"c\"", names: "\"b\""))
    }

    @Test("contents that differ in one bit, in length or in order have different tags")
    func tags() {
        var tags: Set<String> = []
        var count = 0
        for length in 0..<40 {
            for bit in 0..<length * 8 {
                var bytes = [UInt8](repeating: 0, count: length)
                bytes[bit / 8] = 1 << (bit % 8)
                tags.insert(Content(bytes, type: .bytes).etag)
                count += 1
            }
            tags.insert(Content([UInt8](repeating: 0, count: length), type: .bytes).etag)
            count += 1
        }
        let halves = [[UInt8](repeating: 1, count: 16), [UInt8](repeating: 2, count: 16)]
        tags.insert(Content(halves[0] + halves[1], type: .bytes).etag)
        tags.insert(Content(halves[1] + halves[0], type: .bytes).etag)
        #expect(tags.count == count + 2)
        #expect(Content("same", type: .text).etag == Content("same", type: .html).etag)
    }
}
