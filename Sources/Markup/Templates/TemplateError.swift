/// What is wrong in a template.
public struct TemplateError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The template's file, as its folder was given.
    public let file: String
    /// From 1; 0 when the file as a whole is meant.
    public let line: Int
    public let message: String
    /// What to do about it.
    public let tip: String

    public init(file: String, line: Int, message: String, tip: String) {
        self.file = file
        self.line = line
        self.message = message
        self.tip = tip
    }

    public var description: String {
        (line > 0 ? "\(file):\(line): " : "\(file): ") + message + " " + tip
    }
}
