import Foundation
import Testing

@Suite("The sentence embedder's weights")
struct WeightsTests {
    private static let weights = Workplace.checkout + "/.models/minilm"
    static let areThere = FileManager.default.fileExists(atPath: weights + "/model.safetensors")

    private func place(_ model: Data?, vocabulary: Bool = true) throws -> Workplace {
        let place = try Workplace()
        try FileManager.default.createDirectory(
            atPath: place.path(".models/minilm"), withIntermediateDirectories: true)
        try model?.write(to: URL(filePath: place.path(".models/minilm/model.safetensors")))
        if vocabulary {
            try FileManager.default.copyItem(
                atPath: Self.weights + "/vocab.txt", toPath: place.path(".models/minilm/vocab.txt"))
        }
        return place
    }

    private func part(_ size: Int) throws -> Data {
        let whole = try FileHandle(forReadingFrom: URL(filePath: Self.weights + "/model.safetensors"))
        return try whole.read(upToCount: size) ?? Data()
    }

    private func ask(_ server: RunningServer, _ question: String) throws -> Answer {
        try server.send(
            "POST", "/v1/chat/completions", ["Content-Type": "application/json"],
            #"{"model":"local:roadmap","messages":[{"role":"user","content":"\#(question)"}]}"#)
    }

    private func embed(_ server: RunningServer) throws -> Answer {
        try server.send(
            "POST", "/v1/embeddings", ["Content-Type": "application/json"],
            #"{"model":"local:minilm","input":"hello"}"#)
    }

    private func expectExactOnly(_ place: Workplace, _ reason: String) throws {
        let server = try place.serve()
        let first = try ask(server, "What is warming?")
        #expect(first.status == 200 && first.headers["x-beast-cache"] == "miss")
        #expect(try ask(server, "What is warming?").headers["x-beast-cache"] == "hit-l1")
        let refusal = try embed(server)
        #expect(refusal.status == 503)
        let error = try #require(try refusal.json["error"] as? [String: Any])
        #expect(error["code"] as? String == "embedder_unavailable")
        #expect((error["tip"] as? String)?.contains("make weights") == true)
        #expect(!(try server.get("/v1/models").text.contains("local:minilm")))
        let messages = try server.stop().messages
        #expect(messages.contains("Questions are matched word for word only."), "\(messages)")
        #expect(messages.contains(reason) && messages.contains("make weights"), "\(messages)")
        // Once, not for every request.
        #expect(messages.components(separatedBy: "word for word only").count == 2, "\(messages)")
        #expect(try place.query("SELECT count(*) FROM request", in: place.data + "/requests.db") == "3\n")
    }

    @Test("a truncated file is said at the start, exact hits go on, and embeddings are refused", .enabled(if: areThere))
    func truncated() throws { try expectExactOnly(try place(part(60_000_000)), "is damaged") }

    @Test("garbage is said like that too", .enabled(if: areThere))
    func garbage() throws { try expectExactOnly(try place(Data(repeating: 0x7B, count: 100_000)), "is damaged") }

    @Test("a folder without files is said too")
    func missing() throws { try expectExactOnly(try place(nil, vocabulary: false), "is not there") }

    @Test("damage that shows only when the numbers are read is said then, and once", .enabled(if: areThere))
    func numbers() throws {
        var model = try Data(contentsOf: URL(filePath: Self.weights + "/model.safetensors"))
        // Not a number, in the middle of the word embeddings.
        model.replaceSubrange(20_000_000..<20_000_400, with: [UInt8](repeating: 0xFF, count: 400))
        let place = try place(model)
        let server = try place.serve()
        #expect(try server.get("/v1/models").text.contains("local:minilm"))
        for _ in 0..<3 { #expect(try embed(server).status == 503) }
        #expect(try ask(server, "What is warming?").status == 200)
        #expect(!(try server.get("/v1/models").text.contains("local:minilm")))
        let messages = try server.stop().messages
        #expect(messages.components(separatedBy: "not finite").count == 2, "\(messages)")
    }

    @Test("files that are put in place while it serves are taken up", .enabled(if: areThere))
    func mended() throws {
        let place = try place(part(1_000))
        let server = try place.serve()
        #expect(try embed(server).status == 503)
        try FileManager.default.removeItem(atPath: place.path(".models/minilm/model.safetensors"))
        try FileManager.default.createSymbolicLink(
            atPath: place.path(".models/minilm/model.safetensors"),
            withDestinationPath: Self.weights + "/model.safetensors")
        // It looks at the files once a second at most.
        while try embed(server).status == 503 {}
        #expect(try server.get("/v1/models").text.contains("local:minilm"))
        #expect(try server.stop().messages.contains("matched by meaning again"))
    }
}
