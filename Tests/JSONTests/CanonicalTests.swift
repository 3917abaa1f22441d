import JSON
import Testing

@Suite("Canonical JSON")
struct CanonicalTests {
    @Test("is the same whatever order members come in, at every depth, and keeps the order of arrays")
    func order() throws {
        let one = try JSON(parsing: #"{"b": [{"z": 1, "a": "x\ny"}, 2], "a": {"d": null, "c": true}}"#)
        let other = try JSON(parsing: #"{"a": {"c": true, "d": null}, "b": [{"a": "x\ny", "z": 1}, 2]}"#)
        #expect(one.bytes != other.bytes)
        #expect(one.canonicalBytes == other.canonicalBytes)
        #expect(
            String(decoding: one.canonicalBytes, as: UTF8.self)
                == #"{"a":{"c":true,"d":null},"b":[{"a":"x\ny","z":1},2]}"#)
        let swapped = try JSON(parsing: #"{"b": [2, {"z": 1, "a": "x\ny"}], "a": {"d": null, "c": true}}"#)
        #expect(one.canonicalBytes != swapped.canonicalBytes)
    }
}
