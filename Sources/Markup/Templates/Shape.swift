/// The names that templates may use for a model, and how each is read. Every method returns the shape with one name more;
/// a name given twice is a programmer's error.
///
/// What is `@inlinable` here and in `Field` lets the page's own module read its model in place; otherwise every field
/// that is printed would copy the whole model first.
public struct Shape<Model>: Sendable {
    @usableFromInline private(set) var fields: [String: Field] = [:]

    public init() {}

    /// Text, escaped on output. As a section it is shown unless empty.
    @inlinable public func text(_ name: String, _ get: @escaping @Sendable (Model) -> String) -> Shape {
        adding(name, .text { get($0.assumingMemoryBound(to: Model.self).pointee) })
    }

    /// Text that may be absent: nothing is printed, and as a section it is shown when present and not empty.
    @inlinable public func text(_ name: String, _ get: @escaping @Sendable (Model) -> String?) -> Shape {
        adding(name, .text { get($0.assumingMemoryBound(to: Model.self).pointee) })
    }

    /// A whole number in decimal digits.
    @inlinable public func text(_ name: String, _ get: @escaping @Sendable (Model) -> Int) -> Shape {
        adding(name, .number { get($0.assumingMemoryBound(to: Model.self).pointee) })
    }

    /// Markup that is safe, printed as it is with three braces. As a section it is shown unless empty.
    @inlinable public func html(_ name: String, _ get: @escaping @Sendable (Model) -> HTML) -> Shape {
        adding(name, .html { get($0.assumingMemoryBound(to: Model.self).pointee) })
    }

    /// Markup that may be absent.
    @inlinable public func html(_ name: String, _ get: @escaping @Sendable (Model) -> HTML?) -> Shape {
        adding(name, .html { get($0.assumingMemoryBound(to: Model.self).pointee) })
    }

    /// A condition for sections.
    @inlinable public func flag(_ name: String, _ get: @escaping @Sendable (Model) -> Bool) -> Shape {
        adding(name, .flag { get($0.assumingMemoryBound(to: Model.self).pointee) })
    }

    /// A part with names of its own, for sections and dotted names.
    @inlinable public func object<Child: TemplateModel>(_ name: String, _ get: @escaping @Sendable (Model) -> Child)
        -> Shape
    {
        adding(name, .object(Child.self) { get($0.assumingMemoryBound(to: Model.self).pointee) })
    }

    /// A part that may be absent.
    @inlinable public func object<Child: TemplateModel>(_ name: String, _ get: @escaping @Sendable (Model) -> Child?)
        -> Shape
    {
        adding(name, .object(Child.self) { get($0.assumingMemoryBound(to: Model.self).pointee) })
    }

    /// Parts, each shown by a section in turn.
    @inlinable public func list<Child: TemplateModel>(_ name: String, _ get: @escaping @Sendable (Model) -> [Child])
        -> Shape
    {
        adding(name, .list { get($0.assumingMemoryBound(to: Model.self).pointee) })
    }

    /// Texts, each shown by a section in turn, in which `{{.}}` is the text.
    @inlinable public func list(_ name: String, _ get: @escaping @Sendable (Model) -> [String]) -> Shape {
        adding(name, .texts { get($0.assumingMemoryBound(to: Model.self).pointee) })
    }

    @usableFromInline func adding(_ name: String, _ field: Field) -> Shape {
        precondition(fields[name] == nil, "The name \(name) is given twice in the shape of \(Model.self).")
        precondition(
            !name.isEmpty && name.utf8.allSatisfy { $0.isASCIIAlphanumeric || $0 == UInt8(ascii: "_") },
            "A template's name has letters, digits and underscores only; \(name) has more.")
        var shape = self
        shape.fields[name] = field
        return shape
    }
}
