/// One name of a shape, without its model's type: all that a template needs to show it.
///
/// Each closure receives the address of a value of the model whose shape the field is in. Who calls them is
/// a `TemplateStep` alone, with the address that a field of the enclosing section has lent; the compiler of templates
/// chose both by the same shapes, so the types agree. It is a class so that a step passes on one reference instead of
/// every closure's.
@usableFromInline final class Field: Sendable {
    @usableFromInline typealias Address = UnsafeRawPointer

    @usableFromInline enum Kind: Sendable {
        case text, number, html, flag, object, list
    }

    let kind: Kind
    /// Whether a section on the field is shown at all.
    let isTruthy: @Sendable (Address) -> Bool
    /// Prints a text, a number or markup; does nothing for other kinds.
    let write: @Sendable (Address, inout [UInt8]) -> Void
    /// The names that a section on the field adds; `nil` when it adds none.
    let inner: (@Sendable () -> Names)?
    /// Lends the address of each value that a section on the field is shown for.
    let each: @Sendable (Address, (Address) -> Void) -> Void

    @usableFromInline init(
        _ kind: Kind,
        isTruthy: @escaping @Sendable (Address) -> Bool,
        write: @escaping @Sendable (Address, inout [UInt8]) -> Void = { _, _ in },
        inner: (@Sendable () -> Names)? = nil,
        each: @escaping @Sendable (Address, (Address) -> Void) -> Void = { _, _ in }
    ) {
        self.kind = kind
        self.isTruthy = isTruthy
        self.write = write
        self.inner = inner
        self.each = each
    }

    // MARK: Kinds

    @usableFromInline static func text(_ get: @escaping @Sendable (Address) -> String) -> Field {
        Field(
            .text,
            isTruthy: { !get($0).isEmpty },
            write: { HTML.escape(get($0), into: &$1) },
            inner: { .oneText },
            each: { address, body in lend(get(address), to: body, unless: \.isEmpty) })
    }

    @usableFromInline static func text(_ get: @escaping @Sendable (Address) -> String?) -> Field {
        Field(
            .text,
            isTruthy: { get($0)?.isEmpty == false },
            write: { if let text = get($0) { HTML.escape(text, into: &$1) } },
            inner: { .oneText },
            each: { address, body in if let text = get(address) { lend(text, to: body, unless: \.isEmpty) } })
    }

    @usableFromInline static func number(_ get: @escaping @Sendable (Address) -> Int) -> Field {
        Field(.number, isTruthy: { _ in true }, write: { $1.append(contentsOf: String(get($0)).utf8) })
    }

    @usableFromInline static func html(_ get: @escaping @Sendable (Address) -> HTML) -> Field {
        Field(
            .html,
            isTruthy: { !get($0).isEmpty },
            write: { $1.append(contentsOf: get($0).markup.utf8) },
            inner: { .oneHTML },
            each: { address, body in lend(get(address), to: body, unless: \.isEmpty) })
    }

    @usableFromInline static func html(_ get: @escaping @Sendable (Address) -> HTML?) -> Field {
        Field(
            .html,
            isTruthy: { get($0)?.isEmpty == false },
            write: { if let html = get($0) { $1.append(contentsOf: html.markup.utf8) } },
            inner: { .oneHTML },
            each: { address, body in if let html = get(address) { lend(html, to: body, unless: \.isEmpty) } })
    }

    @usableFromInline static func flag(_ get: @escaping @Sendable (Address) -> Bool) -> Field {
        Field(.flag, isTruthy: get)
    }

    @inlinable static func object<Child: TemplateModel>(
        _ type: Child.Type, _ get: @escaping @Sendable (Address) -> Child?
    ) -> Field {
        Field(
            .object,
            isTruthy: { get($0) != nil },
            inner: { Names(Child.shape.fields) },
            each: { address, body in if let child = get(address) { lend(child, to: body) } })
    }

    @inlinable static func list<Child: TemplateModel>(_ get: @escaping @Sendable (Address) -> [Child]) -> Field {
        Field(
            .list,
            isTruthy: { !get($0).isEmpty },
            inner: { Names(Child.shape.fields) },
            each: { address, body in lend(eachOf: get(address), to: body) })
    }

    @usableFromInline static func texts(_ get: @escaping @Sendable (Address) -> [String]) -> Field {
        Field(
            .list,
            isTruthy: { !get($0).isEmpty },
            inner: { .oneText },
            each: { address, body in lend(eachOf: get(address), to: body) })
    }

    // MARK: Parts of parts

    /// This field of the object that `object` reads, as a field of the model that `object` is a field of.
    func within(_ object: Field) -> Field {
        Field(
            kind,
            isTruthy: { [isTruthy] address in
                var result = false
                object.each(address) { result = isTruthy($0) }
                return result
            },
            write: { [write] address, output in object.each(address) { write($0, &output) } },
            inner: inner,
            each: { [each] address, body in object.each(address) { each($0, body) } })
    }

    // MARK: Lending

    @inlinable static func lend<Value>(
        _ value: Value, to body: (Address) -> Void, unless isEmpty: (Value) -> Bool = { _ in false }
    ) {
        guard !isEmpty(value) else { return }
        withUnsafePointer(to: value) { body(Address($0)) }
    }

    @inlinable static func lend<Value>(eachOf values: [Value], to body: (Address) -> Void) {
        values.withUnsafeBufferPointer { values in
            guard let first = values.baseAddress else { return }
            for index in 0..<values.count { body(Address(first + index)) }
        }
    }
}
