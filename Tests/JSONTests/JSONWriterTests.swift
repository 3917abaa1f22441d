import Testing

@testable import JSON

@Suite struct JSONWriterTests {
    @Test("the compact text has no spaces and keeps the order of members")
    func compact() {
        let json: JSON = ["z": 1, "a": [true, nil, "x", [:], []], "m": ["b": -0.5]]
        #expect(json.text == #"{"z":1,"a":[true,null,"x",{},[]],"m":{"b":-0.5}}"#)
        #expect(String(decoding: json.bytes, as: UTF8.self) == json.text)
    }

    @Test("the pretty text is indented by two spaces and ends its last line")
    func pretty() {
        let json: JSON = ["a": [1, ["b": nil]], "c": [], "d": [:]]
        #expect(
            json.pretty == """
                {
                  "a": [
                    1,
                    {
                      "b": null
                    }
                  ],
                  "c": [],
                  "d": {}
                }

                """)
    }

    @Test(
        "a double has the fewest digits that read as the same value",
        arguments: [
            (1, "1"), (-3, "-3"), (0.1, "0.1"), (0.1 + 0.2, "0.30000000000000004"), (1e15, "1000000000000000"),
            (0x1p53, "9007199254740992"), (1e16, "1e+16"), (1e300, "1e+300"), (1e-5, "1e-05"),
            (.leastNonzeroMagnitude, "5e-324"),
            (-0.0, "-0"), (83.5, "83.5"), (.nan, "null"), (.infinity, "null"), (-.infinity, "null"),
        ] as [(Double, String)])
    func doubles(_ value: Double, _ text: String) {
        #expect(JSON.number(value).text == text)
    }

    @Test("random doubles come back bit by bit")
    func roundTrip() throws {
        for _ in 0..<20_000 {
            let value = Double(bitPattern: UInt64.random(in: 0...UInt64.max))
            guard value.isFinite else { continue }
            #expect(try JSON(parsing: JSON.number(value).text).doubleValue?.bitPattern == value.bitPattern)
        }
    }

    @Test(
        "only what must be is escaped, and JavaScript's line ends",
        arguments: [
            ("/", "\"/\""), ("\"\\", #""\"\\""#), ("\u{8}\u{C}\n\r\t", #""\b\f\n\r\t""#),
            ("\0\u{1F}", #""\u0000\u001f""#),
            ("\u{7F}é😀", "\"\u{7F}é😀\""), ("a\u{2028}b\u{2029}", #""a\u2028b\u2029""#),
            ("\u{2027}\u{202A}\u{20A8}\u{E2}", "\"\u{2027}\u{202A}\u{20A8}\u{E2}\""), ("<b>&'", "\"<b>&'\""),
        ])
    func escapes(_ string: String, _ text: String) throws {
        #expect(JSON.string(string).text == text)
        #expect(try JSON(parsing: text) == .string(string))
        #expect(JSON.object(JSON.Object()).text == "{}")
    }

    @Test("a name is escaped like any string")
    func names() {
        let json: JSON = ["a\"\n": 1]
        #expect(json.text == #"{"a\"\n":1}"#)
    }
}
