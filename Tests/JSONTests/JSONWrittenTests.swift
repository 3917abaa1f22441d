import Testing

@testable import JSON

@Suite("Texts in which one value is replaced")
struct JSONWrittenTests {
    private func replaced(_ text: String, by value: JSON = "new") throws -> String? {
        let (json, written) = try JSON.reading(Array(text.utf8), noting: "model")
        #expect(try json == JSON(parsing: text))
        return written.map { String(decoding: $0.replacing(by: value), as: UTF8.self) }
    }

    @Test(
        "everything but the value stays as it came",
        arguments: [
            (#"{"model":"old"}"#, #"{"model":"new"}"#),
            (
                " { \"n\" : 1.00,\n\t\"model\" : \"old\" , \"a\":[ ] } \n",
                " { \"n\" : 1.00,\n\t\"model\" : \"new\" , \"a\":[ ] } \n"
            ),
            (
                #"{"a":{"model":"inner"},"model":{"b":[1,{"model":2}]},"c":[{"model":3}]}"#,
                #"{"a":{"model":"inner"},"model":"new","c":[{"model":3}]}"#
            ),
            (#"{"m\u006fdel":null,"é":"\u00e9"}"#, #"{"m\u006fdel":"new","é":"\u00e9"}"#),
        ])
    func replacing(text: String, expected: String) throws {
        #expect(try replaced(text) == expected)
    }

    @Test("the new value is written as a value is")
    func value() throws {
        #expect(try replaced(#"{"model":1}"#, by: "a\"\n") == #"{"model":"a\"\n"}"#)
    }

    @Test(
        "a text without such a member has none to replace",
        arguments: ["{}", "[]", #""model""#, #"[{"model":1}]"#, #"{"a":{"model":1}}"#, #"{"Model":1}"#])
    func missing(text: String) throws {
        #expect(try replaced(text) == nil)
    }

    @Test(
        "what is no JSON is refused as ever", arguments: [#"{"model":}"#, #"{"model":1,"model":2}"#, #"{"model":1} x"#])
    func malformed(text: String) throws {
        let error = try #require(throws: JSONError.self) { try JSON.reading(Array(text.utf8), noting: "model") }
        #expect(throws: error) { try JSON(parsing: text) }
    }
}
