import Access
import Configuration
import Glibc
import Secrets

/// A password from the person at the terminal or from a file; never from the command line, which others can see.
struct PasswordInput {
    static let option = Option.value(
        "password-file", "FILE", "read the password from its first line; - for standard input")

    private let file: String?
    private let terminal: Terminal

    init(_ arguments: Arguments, _ environment: CommandEnvironment) {
        file = arguments["password-file"]
        terminal = environment.terminal
    }

    /// - Throws: `RoadmapError` for a password that no account may have, `CommandFailure` when there is none.
    func read(for name: String) throws -> String {
        let password: String
        if let file {
            password = try firstLine(of: file)
        } else {
            guard isatty(STDIN_FILENO) == 1 else {
                throw CommandFailure(
                    message: "There is no terminal to ask for the password at.",
                    tip: "Give a file with --password-file FILE, or - for standard input.")
            }
            password = try ask("Password for “\(name)”: ")
            guard try ask("Again: ") == password else {
                throw CommandFailure(message: "The two are not the same.", tip: "Try again.")
            }
        }
        return try Account.checked(password: password, for: name)
    }

    static func hash(_ password: String) throws -> String {
        guard let hash = PasswordHash.make(password) else {
            throw CommandFailure(
                message: "There is not enough memory to hash a password.", tip: "It takes 64 MB for a moment.")
        }
        return hash
    }

    private func firstLine(of file: String) throws -> String {
        if file == "-" {
            guard let line = readLine() else {
                throw CommandFailure(message: "Standard input holds no password.", tip: "Write it on its first line.")
            }
            return line
        }
        guard case .bytes(let bytes) = FileContents.read(file),
            let line = String(validating: bytes.prefix { $0 != 0x0A }.filter { $0 != 0x0D }, as: UTF8.self)
        else {
            throw CommandFailure(
                message: "\(file) cannot be read as text.",
                tip: "Name a file that holds the password in its first line.")
        }
        return line
    }

    /// Asks without showing what is typed.
    private func ask(_ question: String) throws -> String {
        var shown = termios()
        tcgetattr(STDIN_FILENO, &shown)
        var hidden = shown
        hidden.c_lflag &= ~tcflag_t(ECHO)
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden)
        defer { tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown) }
        terminal.ask(question)
        let line = readLine()
        terminal.say("")
        guard let line else { throw CommandFailure(message: "There is no password.", tip: "Try again.") }
        return line
    }
}
