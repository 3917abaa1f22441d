/// Whether texts can be embedded.
public enum EmbedderStanding: Sendable, Hashable {
    /// As far as anybody has looked it can; its weights are loaded when they are first needed.
    case waiting
    case loaded
    /// It cannot: one sentence on why, and one on what to do.
    case off(reason: String, tip: String)

    public var isOff: Bool {
        if case .off = self { true } else { false }
    }
}

extension Embedder {
    public var standing: EmbedderStanding { .loaded }

    /// About four bytes make a token.
    public func tokenCount(of text: String) throws -> Int { text.utf8.count / 4 }
}
