import JSON

/// Makes cache keys of requests.
///
/// Two requests are the same when tenant, model, and every parameter and message are, whatever the order of their members
/// and whether they are to be streamed. All but the last user text is the partition inside which questions are compared
/// by meaning.
struct RequestIdentity: Sendable {
    /// SHA-256.
    let digest: @Sendable ([UInt8]) -> [UInt8]

    /// Members that do not change the answer.
    private static let irrelevant: Set = ["stream", "stream_options", "user", "metadata", "store", "service_tier"]

    /// - Parameters:
    ///   - tenant: whose request it is; `nil` where the model's answers are shared.
    ///   - revision: of what the model answers from, where that is known.
    func key(of request: ChatRequest, tenant: String?, revision: String? = nil) -> CacheKey {
        var members = request.body.filter { !Self.irrelevant.contains($0.name) }.map { ($0.name, $0.value) }
        let question = request.question
        if question != nil, let index = members.firstIndex(where: { $0.0 == "messages" }) {
            members[index].1 = withoutQuestion(members[index].1)
        }
        members.append(("tenant", tenant.map { .string($0) } ?? .null))
        if let revision { members.append(("revision", .string(revision))) }
        let partition = digest(JSON.object(JSON.Object(members: members)).canonicalBytes)
        guard let question else { return CacheKey(partition: partition, exact: partition) }
        return CacheKey(partition: partition, exact: digest(partition + Array(question.utf8)))
    }

    /// The messages with the last one's text taken out: it is the question.
    private func withoutQuestion(_ messages: JSON) -> JSON {
        guard var list = messages.arrayValue, var last = list.popLast()?.objectValue else { return messages }
        last["content"] = .null
        return .array(list + [.object(last)])
    }
}

extension JSON.Object {
    init(members: [(String, JSON)]) {
        self.init()
        for (name, value) in members { self[name] = value }
    }
}
