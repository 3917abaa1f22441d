import Testing

@testable import Configuration

@Suite("Who is let in, as the settings say")
struct AccessSettingsTests {
    private func load(_ file: String) throws(ConfigurationError) -> Settings {
        try Settings.load(environment: [:], workingDirectory: "/srv") { _ in .bytes(Array(file.utf8)) }
    }

    @Test("nothing said leaves writing to those who sign in")
    func builtIn() throws {
        let access = try load("").access
        #expect(access.reading == nil && access.chat == nil && access.proxy == nil)
        #expect(access.writing.value == .signedIn)
        #expect(access.idle.value == 14 * 86_400 && access.absolute.value == 90 * 86_400)
    }

    @Test("a proxy is read with its addresses")
    func proxy() throws {
        let proxy = try load(
            """
            access:
              proxy:
                addresses: [10.0.0.2, 10.0.0.3]
                header: X-Remote-User
                role: editor
            """
        ).access.proxy
        #expect(proxy?.addresses == ["10.0.0.2", "10.0.0.3"])
        #expect(proxy?.header == "X-Remote-User" && proxy?.role == "editor" && proxy?.place == "beast.yaml:3")
    }

    @Test(
        "what would let in too many, or nobody can mean, is refused with its line",
        arguments: [
            ("host: 0.0.0.0\naccess: { writing: open }", 2, "everybody could change the plan at 0.0.0.0"),
            ("access: { writing: everybody }", 1, "expected one of open, signed-in"),
            ("access: { reeding: open }", 1, "unknown key “reeding”"),
            ("access:\n  proxy: { header: X-User }", 2, "“addresses”"),
            ("access:\n  proxy: { addresses: [10.0.0.2], header: \"X User\" }", 2, "“header”"),
            ("access:\n  proxy: { addresses: [10.0.0.2], role: administrator }", 2, "expected viewer or editor"),
            ("access:\n  session: { idle: soon }", 2, "expected a time"),
        ])
    func refused(file: String, line: Int, message: String) {
        let error = #expect(throws: ConfigurationError.self) { try load(file) }
        #expect(error?.problems.contains { $0.place == "beast.yaml:\(line)" && $0.message.contains(message) } == true)
    }
}
