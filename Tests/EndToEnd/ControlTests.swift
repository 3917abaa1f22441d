import Foundation
import Glibc
import Testing

@Suite("Control of a running server")
struct ControlTests {
    /// What a server leaves for the commands.
    private func note(_ place: Workplace) throws -> [String: Any] {
        let data = Data(try place.read("data/serving.json").utf8)
        return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    }

    @Test("the key to it lies in the data folder while the server answers, for its owner alone")
    func note() throws {
        let place = try Workplace()
        let server = try place.serve()
        let note = try note(place)
        #expect(note["address"] as? String == "http://127.0.0.1:\(server.port)")
        #expect(note["process"] as? Int == Int(server.child.id))
        let token = try #require(note["token"] as? String)
        #expect(token.count == 64)
        let permissions = try FileManager.default.attributesOfItem(atPath: place.data + "/serving.json")[
            .posixPermissions]
        #expect(permissions as? Int == 0o600)
        let outcome = try server.stop()
        #expect(!place.exists("data/serving.json"))
        #expect(!(outcome.output + outcome.messages).contains(token))

        let next = try place.serve()
        #expect(try self.note(place)["token"] as? String != token)
        try next.stop()
    }

    @Test("whoever does not have the key is refused as a problem, and the key is not told")
    func refused() throws {
        let place = try Workplace()
        let server = try place.serve()
        let token = try #require(try note(place)["token"] as? String)
        let wrong = [
            "", "Bearer", "Bearer \(token.dropLast())x", "Bearer \(token)0", "Basic \(token)", "bearer \(token)",
        ]
        for header in wrong {
            let answer = try server.get("/api/v1/models", ["Authorization": header])
            #expect(answer.status == 403 && answer.type == "application/problem+json", "\(header)")
            #expect(try answer.json["status"] as? Int == 403)
            #expect(!answer.text.contains(token))
        }
        #expect(try server.get("/api/v1/models").status == 403)
        #expect(try server.send("POST", "/api/v1/reload").status == 403)
        #expect(try server.get("/api/v1/models", ["Authorization": "Bearer \(token)"]).status == 200)
        // A page from elsewhere that has come by the key still may not write.
        let foreign = ["Authorization": "Bearer \(token)", "Origin": "http://evil.example"]
        #expect(try server.send("POST", "/api/v1/reload", foreign).status == 403)
    }

    @Test("what a killed server has left is no running server")
    func killed() throws {
        let place = try Workplace()
        let server = try place.serve()
        #expect(try place.beast("models", "list").output.contains("As the running server read it"))
        server.child.signal(SIGKILL)
        _ = try server.child.finish()
        #expect(place.exists("data/serving.json"))
        let outcome = try place.beast("models", "list")
        #expect(outcome.code == 0 && outcome.output.contains("No server runs on this data"))
        // Nor is it when another one has begun to use the folder and does not answer yet.
        let holder = try Child(
            ["sh", "-c", "exec 9<>data/server.lock; flock 9; echo 1 >&9; echo held; sleep 60"], in: place.folder,
            environment: [:])
        #expect(try holder.line() == "held")
        #expect(try place.beast("models", "list").output.contains("No server runs on this data"))
    }
}
