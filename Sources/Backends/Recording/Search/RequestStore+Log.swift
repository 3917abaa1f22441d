public import Engine

extension RequestStore: RequestLog {
    public func words(of number: UInt64) throws -> RequestContent? {
        try content(of: number).map {
            RequestContent(number: $0.number, prompt: Array($0.prompt.utf8), answer: Array($0.answer.utf8))
        }
    }

    public func table(matching filter: RequestFilter) -> any RequestTable { RequestExport(self, matching: filter) }
}
