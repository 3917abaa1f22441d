import Testing

@testable import Configuration

@Suite struct YAMLTests {
    private func parse(_ text: String) throws(YAMLError) -> YAMLNode? { try YAMLNode.parse(Array(text.utf8)) }

    @Test("a document becomes a tree that knows its lines")
    func tree() throws {
        let root = try #require(
            try parse(
                """
                # a comment
                time_zone: Europe/Berlin   # reporting
                reports:
                  folder: "out: put"
                models:
                  - { name: a, price: 0.15 }
                  - text: |
                      two
                      lines
                """))
        #expect(root.entries?.map(\.key) == ["time_zone", "reports", "models"])
        #expect(root[["time_zone"]]?.content == .scalar("Europe/Berlin", isPlain: true))
        #expect(root[["reports", "folder"]]?.content == .scalar("out: put", isPlain: false))
        #expect(root[["reports", "folder"]]?.line == 4)
        #expect(root[["reports", "folder"]]?.column == 11)
        #expect(root[["reports", "missing"]] == nil)
        #expect(root[["time_zone", "below"]] == nil)
        guard case .sequence(let models)? = root[["models"]]?.content else {
            Issue.record("models is no list")
            return
        }
        #expect(models.map(\.line) == [6, 7])
        #expect(models[1][["text"]]?.content == .scalar("two\nlines", isPlain: false))
    }

    @Test(
        "a file of nothing is nothing", arguments: ["", "\n\n", "# only a comment\n", "---\n", "~", "--- null\n...\n"])
    func empty(_ text: String) throws {
        #expect(try parse(text) == nil)
    }

    @Test("a byte order mark does no harm")
    func byteOrderMark() throws {
        #expect(try parse("\u{FEFF}port: 1\n")?[["port"]]?.content == .scalar("1", isPlain: true))
    }

    @Test(
        "what could unfold, or is not one plain document, is refused with its line",
        arguments: [
            ("a: 1\nb: &x [1, 2]\n", 2, "anchors (&name) are not read here"),
            ("a: &x 1\n", 1, "anchors (&name) are not read here"),
            ("a: 1\nb: *x\n", 2, "aliases (*name) are not read here"),
            ("a: !!str 1\n", 1, "tags (!name) are not read here"),
            ("a: !x {b: 1}\n", 1, "tags (!name) are not read here"),
            ("a: 1\n---\nb: 2\n", 2, "a second document begins here"),
            ("? [a, b]\n: 1\n", 1, "expected a key, found something else"),
            ("\"\": 1\n", 1, "expected a key, found something else"),
        ])
    func refused(_ text: String, _ line: Int, _ message: String) {
        let error = #expect(throws: YAMLError.self) { try parse(text) }
        #expect(error?.line == line)
        #expect(error?.message == message)
        #expect(error?.tip.isEmpty == false)
    }

    @Test(
        "text that is not YAML is refused with its line",
        arguments: [
            ("a: 1\n\tb: 2\n", 2), ("a: [1, 2\n", 2), ("a: 1\nb\nc: 2\n", 3), ("a: 'x\n", 2), ("a: b: c\n", 1),
            ("a: @x\n", 1),
        ])
    func malformed(_ text: String, _ line: Int) {
        let error = #expect(throws: YAMLError.self) { try parse(text) }
        #expect(error?.line == line)
        #expect(error?.message.hasPrefix("not valid YAML: ") == true)
    }

    @Test("bytes that are not UTF-8 are refused with their line")
    func invalidUTF8() {
        for bytes in [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0x00]] as [[UInt8]] {
            let error = #expect(throws: YAMLError.self) { try YAMLNode.parse(Array("a: 1\nb: ".utf8) + bytes) }
            #expect(error?.line == 2)
        }
    }

    @Test("billions of laughs, great depth and great size end at once")
    func hostile() {
        let laughs = "a: &a [x]\n" + (1..<30).map { "b\($0): &b\($0) [*a, *a, *a, *a]\n" }.joined()
        #expect(throws: YAMLError.self) { try parse(laughs) }
        for opening in ["[", "{a: ", "- ", "? "] {
            let error = #expect(throws: YAMLError.self) { try parse(String(repeating: opening, count: 100_000)) }
            #expect(error?.message == "more than 32 levels lie in each other" || opening == "? ")
        }
        let error = #expect(throws: YAMLError.self) {
            try YAMLNode.parse([UInt8](repeating: 0x23, count: YAMLNode.byteLimit + 1))
        }
        #expect(error?.message == "the file has 1048577 bytes")
        #expect(throws: Never.self) { try YAMLNode.parse([UInt8](repeating: 0x23, count: YAMLNode.byteLimit)) }
        #expect(throws: Never.self) { try parse(String(repeating: "[", count: 32) + String(repeating: "]", count: 32)) }
    }
}
