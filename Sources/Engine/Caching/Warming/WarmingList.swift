/// Requests to be warmed, from a file: a chat request's body in JSON on each line. Empty lines are passed over.
public struct WarmingList: Sendable, Hashable {
    public struct Entry: Sendable, Hashable {
        /// From 1.
        public let number: Int
        public let body: [UInt8]
    }

    public let entries: [Entry]

    public init(_ bytes: [UInt8]) {
        var entries: [Entry] = []
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() where !line.allSatisfy({ [0x20, 0x09, 0x0D].contains($0) }) {
            entries.append(Entry(number: index + 1, body: Array(line)))
        }
        self.entries = entries
    }
}

extension ChatRequest {
    /// What the request may take when it was never asked, rather too much than too little: a token for every two bytes of
    /// its own, and as many as it allows for, or 1,024, for the answer.
    var estimatedUsage: Usage {
        let limit = body["max_completion_tokens"]?.integerValue ?? body["max_tokens"]?.integerValue ?? 1_024
        return Usage(input: Int64(estimatedTokens * 2), cachedInput: 0, output: max(0, min(limit, 1 << 20)))
    }
}
