import Foundation
import Testing

@testable import Storage

@Suite("A file that is there whole or not at all")
struct DurableFileTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func permissions(_ name: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: scratch.path(name))[.posixPermissions] as? Int
    }

    private func text(_ name: String) throws -> String {
        try String(contentsOfFile: scratch.path(name), encoding: .utf8)
    }

    @Test("what is for its owner alone is so from the beginning, also where an attempt was left behind")
    func secret() throws {
        try Data("left".utf8).write(to: URL(fileURLWithPath: scratch.path("key.partial")))
        try DurableFile.write(Array("secret".utf8), to: scratch.path("key"), permissions: 0o600)
        #expect(try permissions("key") == 0o600 && text("key") == "secret")
        #expect(!FileManager.default.fileExists(atPath: scratch.path("key.partial")))
    }

    @Test("a rewritten file keeps its permissions, and a link to it stays a link")
    func rewrite() throws {
        try DurableFile.rewrite(Array("one".utf8), at: scratch.path("file"))
        chmod(scratch.path("file"), 0o640)
        symlink("file", scratch.path("link"))
        try DurableFile.rewrite(Array("two".utf8), at: scratch.path("link"))
        #expect(try permissions("file") == 0o640 && text("file") == "two")
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: scratch.path("link")) == "file")
    }

    @Test("where it cannot be written, what was there stays", .enabled(if: TinyDisk.isPossible))
    func full() throws {
        let disk = try TinyDisk(bytes: 1 << 20)
        let path = disk.folder + "/file"
        try DurableFile.write([1], to: path)
        #expect(
            storageError { try DurableFile.rewrite([UInt8](repeating: 2, count: 8 << 20), at: path) }?.kind == .full)
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == Data([1]))
        #expect(try FileManager.default.contentsOfDirectory(atPath: disk.folder).contains("file.partial") == false)
    }
}
