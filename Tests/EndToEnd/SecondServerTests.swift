import Testing

@Suite("A second server")
struct SecondServerTests {
    @Test("on the same data is refused by the first one's process id, and the first goes on")
    func sameData() throws {
        let place = try Workplace()
        let first = try place.serve()
        let second = try place.beast("serve", "--port", "0")
        #expect(second.code == 1 && second.output.isEmpty)
        #expect(second.messages.contains("process \(first.child.id),"), "\(second.messages)")
        #expect(try first.record("1", of: "latency").status == 201)
        // A restore would move the file away under the server.
        #expect(try place.beast("backup", "copy.db").code == 0)
        let restore = try place.beast("restore", "copy.db", "--replace")
        #expect(restore.code == 1 && restore.messages.contains("process \(first.child.id),"))
        // However it ends, the folder is free again.
        first.child.signal(9)
        _ = try first.child.finish()
        #expect(try place.serve().record("2", of: "latency").status == 201)
        #expect(try place.query("SELECT COUNT(*) FROM reading") == "2\n")
    }

    @Test("on the same port is refused")
    func samePort() throws {
        let place = try Workplace()
        let first = try place.serve()
        let second = try place.beast("serve", "--port", "\(first.port)", "--data", "other")
        #expect(second.code == 1 && second.output.isEmpty)
        #expect(second.messages.contains("\(first.port)") && second.messages.contains("port"), "\(second.messages)")
        #expect(try first.get("/healthz").status == 200)
    }
}
