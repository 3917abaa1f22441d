/// The names that templates may use for a model, and how each is read. Every method returns the shape with one name more;
/// a name given twice is a programmer's error.
public struct Shape<Model>: Sendable {
    private(set) var fields: [String: Field] = [:]

    public init() {}

    /// Text, escaped on output. As a section it is shown unless empty.
    public func text(_ name: String, _ get: @escaping @Sendable (Model) -> String) -> Shape {
        adding(name, .text { get(Self.model($0)) })
    }

    /// Text that may be absent: nothing is printed, and as a section it is shown when present and not empty.
    public func text(_ name: String, _ get: @escaping @Sendable (Model) -> String?) -> Shape {
        adding(name, .text { get(Self.model($0)) })
    }

    /// A whole number in decimal digits.
    public func text(_ name: String, _ get: @escaping @Sendable (Model) -> Int) -> Shape {
        adding(name, .number { get(Self.model($0)) })
    }

    /// Markup that is safe, printed as it is with three braces. As a section it is shown unless empty.
    public func html(_ name: String, _ get: @escaping @Sendable (Model) -> HTML) -> Shape {
        adding(name, .html { get(Self.model($0)) })
    }

    /// Markup that may be absent.
    public func html(_ name: String, _ get: @escaping @Sendable (Model) -> HTML?) -> Shape {
        adding(name, .html { get(Self.model($0)) })
    }

    /// A condition for sections.
    public func flag(_ name: String, _ get: @escaping @Sendable (Model) -> Bool) -> Shape {
        adding(name, .flag { get(Self.model($0)) })
    }

    /// A part with names of its own, for sections and dotted names.
    public func object<Child: TemplateModel>(_ name: String, _ get: @escaping @Sendable (Model) -> Child) -> Shape {
        adding(name, .object(Child.self) { get(Self.model($0)) })
    }

    /// A part that may be absent.
    public func object<Child: TemplateModel>(_ name: String, _ get: @escaping @Sendable (Model) -> Child?) -> Shape {
        adding(name, .object(Child.self) { get(Self.model($0)) })
    }

    /// Parts, each shown by a section in turn.
    public func list<Child: TemplateModel>(_ name: String, _ get: @escaping @Sendable (Model) -> [Child]) -> Shape {
        adding(name, .list { get(Self.model($0)) })
    }

    /// Texts, each shown by a section in turn, in which `{{.}}` is the text.
    public func list(_ name: String, _ get: @escaping @Sendable (Model) -> [String]) -> Shape {
        adding(name, .texts { get(Self.model($0)) })
    }

    private func adding(_ name: String, _ field: Field) -> Shape {
        precondition(fields[name] == nil, "The name \(name) is given twice in the shape of \(Model.self).")
        precondition(
            !name.isEmpty && name.utf8.allSatisfy { $0.isASCIIAlphanumeric || $0 == UInt8(ascii: "_") },
            "A template's name has letters, digits and underscores only; \(name) has more.")
        var shape = self
        shape.fields[name] = field
        return shape
    }

    private static func model(_ pointer: UnsafeRawPointer) -> Model {
        pointer.assumingMemoryBound(to: Model.self).pointee
    }
}
