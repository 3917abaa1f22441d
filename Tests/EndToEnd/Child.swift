import Foundation
import Glibc
import Synchronization

/// What a program that has ended left behind.
struct Outcome {
    /// The exit code; for one that was ended by a signal, 128 more than the signal's number, as a shell says it.
    let code: Int32
    let bytes: [UInt8]
    let messages: String

    var output: String { String(decoding: bytes, as: UTF8.self) }
}

/// A program that runs as a child of the tests.
///
/// One thread at a time uses a child; only `signal(_:)` may come from elsewhere, and it reads nothing but `id`.
final class Child: @unchecked Sendable {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    let id: pid_t
    private let output: Int32
    private let errors: Int32
    private var outputBytes: [UInt8] = []
    private var errorBytes: [UInt8] = []
    private var hasEnded = false

    /// Held from making the pipes until they are closed again: a child that another thread starts meanwhile would
    /// inherit them, and their end would never come.
    private static let spawning = Mutex(())

    /// How long a program may take before it is ended and the test fails.
    private static let patience = Duration.seconds(60)

    init(_ words: [String], in folder: String, environment: [String: String]) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        // The threads of the tests hold back signals that the program has to get.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))

        // Who may write is for the tests of access; an empty variable there takes this back. A machine that tests may have no
        // other user than root.
        var variables = [
            "PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", "USER": "tester", "BEAST_ACCESS_WRITING": "open",
            "BEAST_ALLOW_ROOT": "1",
        ]
        variables.merge(environment) { $1 }
        // env changes the folder and then becomes the program.
        var arguments = (["env", "-C", folder] + words).map { strdup($0) } + [nil]
        var settings = variables.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for text in arguments + settings { free(text) } }
        (id, output, errors) = try Self.spawning.withLock { _ in
            var outputEnds: [Int32] = [0, 0]
            var errorEnds: [Int32] = [0, 0]
            guard pipe(&outputEnds) == 0, pipe(&errorEnds) == 0 else { throw Failure(description: "no pipe") }
            for end in outputEnds + errorEnds { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
            posix_spawn_file_actions_adddup2(&actions, outputEnds[1], 1)
            posix_spawn_file_actions_adddup2(&actions, errorEnds[1], 2)
            var id: pid_t = 0
            let code = posix_spawnp(&id, "env", &actions, &attributes, &arguments, &settings)
            close(outputEnds[1])
            close(errorEnds[1])
            guard code == 0 else { throw Failure(description: String(cString: strerror(code))) }
            return (id, outputEnds[0], errorEnds[0])
        }
    }

    deinit {
        if !hasEnded {
            kill(id, SIGKILL)
            var status: Int32 = 0
            waitpid(id, &status, 0)
        }
        close(output)
        close(errors)
    }

    var messages: String { String(decoding: errorBytes, as: UTF8.self) }

    func signal(_ number: Int32) { kill(id, number) }

    /// Waits until the program has written a line to its standard output.
    /// - Returns: the line, or `nil` when the program closed its output without one.
    /// - Parameter number: counted from 0.
    func line(_ number: Int = 0) throws -> String? {
        try read { outputBytes.count { $0 == UInt8(ascii: "\n") } > number }
        let lines = outputBytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).dropLast()
        return lines.dropFirst(number).first.map { String(decoding: $0, as: UTF8.self) }
    }

    /// Waits until the messages hold a text, or can no longer.
    func say(_ text: String) throws {
        try read { String(decoding: errorBytes, as: UTF8.self).contains(text) }
    }

    /// Waits until the program has ended.
    func finish() throws -> Outcome {
        try read { false }
        var status: Int32 = 0
        while waitpid(id, &status, 0) < 0 && errno == EINTR {}
        hasEnded = true
        let signal = status & 0x7F
        return Outcome(
            code: signal == 0 ? (status >> 8) & 0xFF : 128 + signal, bytes: outputBytes, messages: messages)
    }

    /// Reads both outputs until `isEnough` or both are closed.
    private func read(until isEnough: () -> Bool) throws {
        let deadline = ContinuousClock.now + Self.patience
        var open = [output, errors]
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while !isEnough(), !open.isEmpty {
            var polled = open.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
            let rest = (deadline - ContinuousClock.now).components.seconds
            guard rest > 0 else {
                kill(id, SIGKILL)
                throw Failure(description: "The program did not come to an end. It said: \(messages)")
            }
            poll(&polled, nfds_t(polled.count), Int32(rest) * 1000)
            for entry in polled where entry.revents != 0 {
                let count = Glibc.read(entry.fd, &buffer, buffer.count)
                if count > 0 {
                    if entry.fd == output { outputBytes += buffer[..<count] } else { errorBytes += buffer[..<count] }
                } else if count == 0 || errno != EINTR {
                    open.removeAll { $0 == entry.fd }
                }
            }
        }
    }
}
