import Foundation
import Testing

@testable import Backends

struct ModelFilesTests {
    static let header = #"{"a":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]},"__metadata__":{"format":"pt"}}"#

    /// All rows of the array `a` of a file with this content.
    func read(_ content: Data, shape: [Int] = [2, 2]) throws -> [Float] {
        try ModelFolder.with(["model.safetensors": content]) { folder in
            let file = try SafetensorsFile(folder + "/model.safetensors")
            var numbers: [Float] = []
            try file.rows("a", shape: shape, atOnce: 1) { _, rows in numbers.append(contentsOf: rows) }
            return numbers
        }
    }

    @Test func `an array is read row by row`() throws {
        #expect(try read(ModelFolder.safetensors(header: Self.header, numbers: [1, 2, 3, 4])) == [1, 2, 3, 4])
    }

    @Test(
        "a damaged file is an error, never a crash",
        arguments: [
            Data(), Data([1]), Data(repeating: 0, count: 64), Data(repeating: 0xFF, count: 64),
            ModelFolder.safetensors(header: header, numbers: [1, 2, 3]),
            ModelFolder.safetensors(header: header, numbers: [1, .nan, 3, 4]),
            ModelFolder.safetensors(header: header, numbers: [1, 2, 3, 4], length: .max),
            ModelFolder.safetensors(header: header, numbers: [1, 2, 3, 4], length: UInt64(Int64.max)),
            ModelFolder.safetensors(header: String(header.dropLast()), numbers: [1, 2, 3, 4]),
            ModelFolder.safetensors(header: "[]"), ModelFolder.safetensors(header: "{}"),
            ModelFolder.safetensors(header: #"{"a":7}"#),
            damaged("F32", "F16"), damaged("[2,2]", "[4,1]"), damaged("[2,2]", #"[2,"2"]"#),
            damaged("[0,16]", "[16,0]"), damaged("[0,16]", "[-16,0]"), damaged("[0,16]", "[0,8]"),
            damaged("[0,16]", "[9223372036854775792,9223372036854775807]"), damaged("[0,16]", "[0]"),
            damaged("[0,16]", "[8,24]"),
        ])
    func refused(content: Data) {
        let error = #expect(throws: EmbeddingError.self) { try read(content) }
        #expect(error?.kind == .damaged)
        #expect(error?.tip.isEmpty == false)
    }

    static func damaged(_ part: String, _ replacement: String) -> Data {
        ModelFolder.safetensors(
            header: header.replacingOccurrences(of: part, with: replacement), numbers: [1, 2, 3, 4])
    }

    @Test func `a missing model names the file and the way to get it`() {
        let error = #expect(throws: EmbeddingError.self) { try MiniLMEmbedder(folder: "/nowhere") }
        #expect(error?.kind == .missing)
        #expect(error?.message.contains("/nowhere/vocab.txt") == true)
        #expect(error?.tip.contains("make weights") == true)
    }

    @Test func `a folder in a file's place cannot be read`() throws {
        try ModelFolder.with([:]) { folder in
            let error = #expect(throws: EmbeddingError.self) { try Vocabulary(folder, count: 3) }
            #expect(error?.kind == .unreadable)
        }
    }

    @Test(
        "a vocabulary must have all its lines and its special tokens",
        arguments: [("[UNK]\n[CLS]\n[SEP]", 3, true), ("[UNK]\n[CLS]\n", 3, false), ("[UNK]\n[CLS]\nx\n", 3, false)])
    func vocabulary(text: String, count: Int, good: Bool) throws {
        try ModelFolder.with(["vocab.txt": Data(text.utf8)]) { folder in
            if good {
                let vocabulary = try Vocabulary(folder + "/vocab.txt", count: count)
                #expect(vocabulary.separator == 2)
            } else {
                let error = #expect(throws: EmbeddingError.self) { try Vocabulary(folder + "/vocab.txt", count: count) }
                #expect(error?.kind == .damaged)
            }
        }
    }
}
