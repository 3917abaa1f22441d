import Testing

@testable import JSON

@Suite struct JSONParserTests {
    @Test("every kind of value is read")
    func kinds() throws {
        let json = try JSON(
            parsing: #" {"a": [1, -2.5, true, false, null, "x"], "b": {}, "c": [ ], "d": {"e": [[]]}} "#)
        #expect(
            json == [
                "a": [1, -2.5, true, false, nil, "x"], "b": [:], "c": [], "d": ["e": [[]]],
            ])
        #expect(json.objectValue?.names == ["a", "b", "c", "d"])
    }

    @Test(
        "a number is held without loss",
        arguments: [
            ("0", JSON.integer(0)), ("-0", .number(-0.0)), ("-0.0", .number(-0.0)), ("1.0", .integer(1)),
            ("1e2", .integer(100)), ("1E+2", .integer(100)), ("-100e-2", .integer(-1)), ("0e9999999999", .integer(0)),
            ("9223372036854775807", .integer(.max)), ("-9223372036854775808", .integer(.min)),
            ("9223372036854775808", .decimal("9223372036854775808")),
            ("18446744073709551615", .decimal("18446744073709551615")),
            ("10000000000000000000", .number(1e19)), ("9007199254740993", .integer(9_007_199_254_740_993)),
            ("9007199254740993.0", .decimal("9007199254740993.0")), ("9007199254740992.0", .integer(1 << 53)),
            ("0.7", .number(0.7)), ("0.30000000000000004", .number(0.30000000000000004)),
            ("1.7976931348623157e308", .number(.greatestFiniteMagnitude)), ("5e-324", .number(.leastNonzeroMagnitude)),
            ("2.2250738585072014e-308", .number(.leastNormalMagnitude)), ("1e23", .number(1e23)),
            ("1e-400", .decimal("1e-400")), ("3.14159265358979323846", .decimal("3.14159265358979323846")),
            ("0.10000000000000000000", .number(0.1)), ("123456789012345678e-20", .decimal("123456789012345678e-20")),
            ("1e-99999999999999999999", .decimal("1e-99999999999999999999")), ("83.5", .number(83.5)),
        ])
    func numbers(_ text: String, _ value: JSON) throws {
        let json = try JSON(parsing: text)
        #expect(json == value)
        #expect(try JSON(parsing: json.text) == value)
        #expect(json.text.hasPrefix("-") == text.hasPrefix("-"))
    }

    @Test(
        "a string is read with its escapes",
        arguments: [
            (#""""#, ""), (#""a\"\\\/\b\f\n\r\tz""#, "a\"\\/\u{8}\u{C}\n\r\tz"), (#""\u00e9\u20AC""#, "é€"),
            (#""\ud83d\ude00""#, "😀"), ("\"😀é\u{2028}\u{7F}\"", "😀é\u{2028}\u{7F}"), (#""\u0000""#, "\0"),
            (#""\ud7ff\ue000\uffff""#, "\u{D7FF}\u{E000}\u{FFFF}"),
        ])
    func strings(_ text: String, _ value: String) throws {
        #expect(try JSON(parsing: text) == .string(value))
    }

    @Test(
        "what is not JSON is refused with its place",
        arguments: [
            ("", 1, 1, "expected a value, found the end of the text"),
            ("  ", 1, 3, "expected a value, found the end of the text"),
            ("[1,]", 1, 4, "expected a value, found “]”"),
            ("[1 2]", 1, 4, "expected “,” or “]”, found “2”"),
            ("[1", 1, 3, "expected “,” or “]”, found the end of the text"),
            ("{\"a\":1,}", 1, 8, "expected a member's name in double quotes, found “}”"),
            ("{a:1}", 1, 2, "expected a member's name in double quotes, found “a”"),
            ("{\n  \"a\" 1}", 2, 7, "expected “:”, found “1”"),
            ("{\n  \"é\": 1,\n  \"b\": x\n}", 3, 8, "expected a value, found “x”"),
            ("[\"é\" \"b\"]", 1, 6, "expected “,” or “]”, found “\"”"),
            ("{\"a\":1,\"a\":2}", 1, 8, "the name “a” stands twice"),
            ("{\"a\":1,\"\\u0061\":2}", 1, 8, "the name “a” stands twice"),
            ("nul", 1, 1, "expected “null”, found “n”"), ("True", 1, 1, "expected a value, found “T”"),
            ("NaN", 1, 1, "expected a value, found “N”"), ("-Infinity", 1, 2, "expected a digit, found “I”"),
            ("Infinity", 1, 1, "expected a value, found “I”"),
            ("01", 1, 1, "found a zero before other digits"), ("-00", 1, 2, "found a zero before other digits"),
            ("+1", 1, 1, "expected a value, found “+”"), (".5", 1, 1, "expected a value, found “.”"),
            ("1.", 1, 3, "expected a digit after the point, found the end of the text"),
            ("1e", 1, 3, "expected a digit in the exponent, found the end of the text"),
            ("1e+x", 1, 4, "expected a digit in the exponent, found “x”"),
            ("-", 1, 2, "expected a digit, found the end of the text"),
            ("0x10", 1, 2, "expected the end of the text, found “x”"),
            ("1e400", 1, 1, "found a number beyond 1.8e308"), ("-1e400", 1, 1, "found a number beyond 1.8e308"),
            ("1 1", 1, 3, "expected the end of the text, found “1”"),
            ("'a'", 1, 1, "expected a value, found “'”"), ("1 // one", 1, 3, "expected the end of the text, found “/”"),
            ("\"a", 1, 1, "the string that begins here has no end"),
            ("\"a\\", 1, 4, "expected an escape, found the end of the text"),
            ("\"a\nb\"", 1, 3, "found a control character in a string"),
            ("\"\t\"", 1, 2, "found a control character in a string"),
            ("\"\\x\"", 1, 3, "expected one of \" \\ / b f n r t u after the backslash, found “x”"),
            ("\"\\u12g4\"", 1, 6, "expected four hexadecimal digits after \\u, found “g”"),
            ("\"\\ud800\"", 1, 2, "found half of a surrogate pair"),
            ("\"\\udc00\\ud800\"", 1, 2, "found half of a surrogate pair"),
            ("\"\\ud800\\u0041\"", 1, 2, "found half of a surrogate pair"),
            ("\"\\ud800\\n\"", 1, 2, "found half of a surrogate pair"),
            ("\u{FEFF}1", 1, 1, "found a byte order mark"), ("\u{A0}1", 1, 1, "expected a value, found “\u{A0}”"),
            ("[1]\0", 1, 4, "expected the end of the text, found the byte 0x00"),
            ("“a”", 1, 1, "expected a value, found ““”"),
        ])
    func refusing(_ text: String, _ line: Int, _ column: Int, _ reason: String) {
        let error = #expect(throws: JSONError.self) { try JSON(parsing: text) }
        #expect(error?.reason == reason)
        #expect(error?.line == line)
        #expect(error?.column == column)
        #expect(error?.tip.isEmpty == false)
    }

    @Test(
        "bytes that are not UTF-8 are refused where they stand",
        arguments: [
            [0x61, 0xFF], [0x61, 0xC0, 0x80], [0x61, 0xED, 0xA0, 0x80], [0x61, 0xF4, 0x90, 0x80, 0x80], [0x61, 0xC3],
            [0x61, 0xE2, 0x82], [0x61, 0x80],
        ] as [[UInt8]])
    func invalidUTF8(_ bytes: [UInt8]) {
        let error = #expect(throws: JSONError.self) { try JSON(parsing: [0x22] + bytes + [0x22]) }
        #expect(error?.reason == "found a byte that is not UTF-8")
        #expect(error?.column == 3)
        #expect(throws: JSONError.self) { try JSON(parsing: [0x22, 0x5C, 0x6E] + bytes + [0x22]) }
        #expect(throws: JSONError.self) { try JSON(parsing: bytes.dropFirst() + []) }
    }

    @Test("values may lie as deep as the limit says and no deeper")
    func depth() {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        #expect(throws: Never.self) { try JSON(parsing: nested(64)) }
        let error = #expect(throws: JSONError.self) { try JSON(parsing: nested(65)) }
        #expect(error?.reason == "more than 64 arrays and objects lie in each other")
        #expect(error?.column == 65)
        #expect(throws: JSONError.self) { try JSON(parsing: String(repeating: "[", count: 1_000_000)) }
        #expect(throws: JSONError.self) { try JSON(parsing: String(repeating: "{\"a\":", count: 1_000_000)) }
        #expect(throws: Never.self) { try JSON(parsing: nested(512), limits: .init(depth: .max)) }
        #expect(throws: JSONError.self) { try JSON(parsing: nested(513), limits: .init(depth: .max)) }
        // Neighbours do not add up.
        #expect(throws: Never.self) { try JSON(parsing: "[" + String(repeating: "[],{},", count: 1000) + "0]") }
    }

    @Test("a text longer than the limit is refused unread")
    func bytes() {
        let error = #expect(throws: JSONError.self) { try JSON(parsing: "[1,2,3]", limits: .init(bytes: 6)) }
        #expect(error?.tip == "Send at most 6 bytes.")
        #expect(throws: Never.self) { try JSON(parsing: "[1,2,3]", limits: .init(bytes: 7)) }
    }

    @Test("among many names one that stands twice is found")
    func manyNames() throws {
        let members = (0..<20_000).map { "\"name\($0)\":\($0)" }
        let json = try JSON(parsing: "{" + members.joined(separator: ",") + "}")
        #expect(json.objectValue?.count == 20_000)
        #expect(json["name19999"] == 19_999)
        for twice in [0, 15, 16, 17, 19_999] {
            let error = #expect(throws: JSONError.self) {
                try JSON(parsing: "{" + (members + [members[twice]]).joined(separator: ",") + "}")
            }
            #expect(error?.reason == "the name “name\(twice)” stands twice")
        }
    }

    @Test("no beginning of a text is a text, and none does harm")
    func truncated() throws {
        let whole = Array(#"{"a":[1,-2.5e3,true,null,"x\n\ud83d\ude00é"],"b":{"c":false}}"#.utf8)
        #expect(throws: Never.self) { try JSON(parsing: whole) }
        for length in 0..<whole.count {
            #expect(throws: JSONError.self) { try JSON(parsing: Array(whole.prefix(length))) }
        }
    }

    @Test("random damage is refused or read, never worse, and what is read is written alike")
    func damaged() throws {
        var random = SystemRandomNumberGenerator()
        let whole = Array(#"{"a":[1,-2.5e3,true,null,"x\n\ud83d\ude00é"],"b":{"c":false}}"#.utf8)
        for _ in 0..<20_000 {
            var bytes = whole
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            do {
                let json = try JSON(parsing: bytes)
                #expect(try JSON(parsing: json.bytes).bytes == json.bytes)
                #expect(try JSON(parsing: json.pretty).bytes == json.bytes)
            } catch {
                #expect((1...2).contains(error.line))
            }
        }
    }
}
