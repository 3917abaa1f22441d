/// What a template shows. The type declares once, by name, what templates may ask it for.
///
/// ```swift
/// struct Row: TemplateModel {
///     let title: String
///     let done: Bool
///
///     static let shape = Shape<Row>()
///         .text("title") { $0.title }
///         .flag("done") { $0.done }
/// }
/// ```
public protocol TemplateModel: Sendable {
    static var shape: Shape<Self> { get }
}
