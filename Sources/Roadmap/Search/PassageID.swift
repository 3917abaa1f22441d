import Markup

/// Where a passage stands: in which document, under which heading.
public struct PassageID: Sendable, Hashable {
    /// The document's name in addresses.
    public let document: String
    /// The heading's anchor; nothing for what stands before the first heading.
    public let anchor: String

    public init(document: String, anchor: String) {
        self.document = document
        self.anchor = anchor
    }
}

extension Documents {
    /// A passage and the document it is from; `nil` when it is gone.
    public func passage(_ id: PassageID) -> (document: RoadmapDocument, passage: Passage)? {
        guard let document = document(named: id.document),
            let passage = document.content.passages.first(where: { $0.anchor == id.anchor })
        else { return nil }
        return (document, passage)
    }
}
