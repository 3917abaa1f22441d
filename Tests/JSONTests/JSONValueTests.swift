import Testing

@testable import JSON

@Suite struct JSONValueTests {
    private let json: JSON = ["s": "x", "i": 3, "n": 2.5, "b": true, "z": nil, "a": [1, 2], "o": ["k": "v"]]

    @Test("a value answers to its own kind only")
    func accessors() {
        #expect(json["s"]?.stringValue == "x")
        #expect(json["i"]?.integerValue == 3)
        #expect(json["i"]?.doubleValue == 3)
        #expect(json["n"]?.doubleValue == 2.5)
        #expect(json["n"]?.integerValue == nil)
        #expect(json["b"]?.boolValue == true)
        #expect(json["z"]?.isNull == true)
        #expect(json["a"]?[1] == 2)
        #expect(json["a"]?[2] == nil)
        #expect(json["a"]?[-1] == nil)
        #expect(json["o"]?["k"]?.stringValue == "v")
        #expect(json["missing"] == nil)
        #expect(json["s"]?.integerValue == nil)
        #expect(json["i"]?.stringValue == nil)
        #expect(json["i"]?["x"] == nil)
        #expect(JSON.decimal("18446744073709551615").doubleValue == 0x1p64)
        #expect(JSON.decimal("18446744073709551615").integerValue == nil)
        #expect(JSON.number(4).integerValue == 4)
        #expect(json["a"]?.kind == "an array")
    }

    @Test("members are set in place, added at the end and removed")
    func members() throws {
        var object = try #require(json.objectValue)
        object["i"] = 4
        object["new"] = "last"
        object["s"] = nil
        object["never"] = nil
        #expect(object.names == ["i", "n", "b", "z", "a", "o", "new"])
        #expect(object["i"] == 4)
        #expect(object["z"] == .some(.null))
        #expect(object.map(\.name) == object.names)
    }

    @Test("values are equal when their members have the same order")
    func equality() throws {
        #expect(try JSON(parsing: #"{"a":1,"b":[1.0]}"#) == ["a": 1, "b": [1]])
        #expect(try JSON(parsing: #"{"a":1,"b":2}"#) != ["b": 2, "a": 1])
    }

    @Test("of a name that stands twice in a literal the last value counts")
    func literal() {
        let json: JSON = ["a": 1, "b": 2, "a": 3]
        #expect(json.text == #"{"a":3,"b":2}"#)
    }
}
