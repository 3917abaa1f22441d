import Foundation
import Testing

@Suite("Installing")
struct PackagingTests {
    /// Runs one of the scripts behind `make install` and `make deb`.
    private func script(
        _ name: String, in place: Workplace, _ words: String..., environment: [String: String] = [:]
    ) throws -> Outcome {
        let outcome = try Child(
            ["\(Workplace.checkout)/.ci/packaging/\(name)"] + words, in: place.folder, environment: environment
        ).finish()
        try #require(outcome.code == 0, "\(outcome.messages)")
        return outcome
    }

    private func install(in place: Workplace, prefix: String) throws {
        _ = try script(
            "install", in: place, Workplace.program,
            environment: ["DESTDIR": place.path("root"), "PREFIX": prefix])
    }

    @Test("what `make install` puts in place is complete: the program finds all it needs from there")
    func installing() throws {
        let place = try Workplace()
        let root = place.path("root")
        try install(in: place, prefix: "/opt/beast")
        let program = root + "/opt/beast/bin/beast"
        // From a folder that has nothing of its own.
        let check = try Child(
            [program, "check", "--roadmap", root + "/opt/beast/share/beast/roadmap"], in: root, environment: [:]
        ).finish()
        #expect(check.code == 0 && check.output.contains("/root/opt/beast/share/beast/Templates\n"))
        let unit = try place.read("root/opt/beast/lib/systemd/system/beast.service")
        #expect(unit.contains("ExecStart=/opt/beast/bin/beast serve --config /etc/beast/beast.yaml\n"))
        #expect(!unit.contains("@BINDIR@") && !unit.contains("@SYSCONFDIR@"))

        // Settings of one's own survive a second installation.
        try place.write("port: 1\n", to: "root/etc/beast/beast.yaml")
        try install(in: place, prefix: "/opt/beast")
        #expect(try place.read("root/etc/beast/beast.yaml") == "port: 1\n")
        try FileManager.default.removeItem(atPath: root + "/etc/beast/beast.yaml")
        try install(in: place, prefix: "/opt/beast")
        let settings = try place.beast("check", "--config", root + "/etc/beast/beast.yaml", "--data", "data")
        #expect(settings.output.contains("ok    configuration"))
    }

    @Test("the unit leaves the service little to do harm with")
    func unit() throws {
        let place = try Workplace()
        try install(in: place, prefix: "/usr")
        let unit = place.path("root/usr/lib/systemd/system/beast.service")
        // In tenths: below 2 is called OK.
        let outcome = try place.run("systemd-analyze", "security", "--offline=true", "--threshold=20", unit)
        #expect(outcome.code == 0 && outcome.output.contains("OK"), "\(outcome.output) \(outcome.messages)")
    }

    @Test("the package has what belongs into it, for the right owners, and names what it needs")
    func package() throws {
        let place = try Workplace()
        // Any program shows that; one that is small is packed quickly.
        let built = try script("deb", in: place, "/usr/bin/sqlite3", "1.77", place.path("packages"))
        let file = try #require(built.output.split(separator: "\n").last.map(String.init))
        let control = try place.run("dpkg-deb", "--info", file).output
        #expect(control.contains("Version: 1.77\n") && control.contains("libsqlite3-0"))
        let contents = try place.run("dpkg-deb", "--contents", file).output.split(separator: "\n")
        for name in [
            "./usr/bin/beast", "./usr/share/beast/Templates/", "./usr/share/beast/Public/beast.css",
            "./usr/share/beast/roadmap/TARGETS.md", "./usr/share/beast/prepare", "./etc/beast/beast.yaml",
            "./lib/systemd/system/beast.service",
        ] {
            #expect(contents.contains { $0.hasSuffix(" " + name) }, "\(name) is missing")
        }
        #expect(contents.allSatisfy { $0.contains(" root/root ") })
        #expect(try place.run("dpkg-deb", "--field", file, "Conffiles").code == 0)
        #expect(try place.run("dpkg-deb", "-I", file, "conffiles").output == "/etc/beast/beast.yaml\n")
    }
}
