/// The names that one level of nesting offers to a template.
@usableFromInline struct Names: Sendable {
    let fields: [String: Field]
    /// What `{{.}}` shows; `nil` where there is no single value.
    let dot: Field?

    @usableFromInline init(_ fields: [String: Field], dot: Field? = nil) {
        self.fields = fields
        self.dot = dot
    }

    static let oneText = Names(
        [:], dot: .text { (address: Field.Address) -> String in address.assumingMemoryBound(to: String.self).pointee })
    static let oneHTML = Names(
        [:], dot: .html { (address: Field.Address) -> HTML in address.assumingMemoryBound(to: HTML.self).pointee })
}
