import Engine

/// What was asked, in the file of L3: like answers it is written together, by the tier's own thread, and after the file was
/// lost it begins anew.
struct AskedRequestFile: AskedRequests {
    let file: AnswerFileKeeper

    func remember(_ request: AskedRequest, body: [UInt8]) { file.note { $0.remember(request, body: body) } }

    func count(_ asks: [(key: CacheKey, asks: Int)], on day: Int64) {
        guard !asks.isEmpty else { return }
        file.note { notes in
            for (key, asks) in asks { notes.count(asks, of: key, on: day) }
        }
    }

    func forget(_ keys: [CacheKey]) {
        guard !keys.isEmpty else { return }
        file.note { notes in
            for key in keys { notes.forget(key) }
        }
    }

    func spend(_ cost: Int64, on day: Int64) { file.note { $0.spend(cost, on: day) } }

    func all() throws -> [AskedRequest] { try file.read { try AskedRequestTable.all(in: $0) } ?? [] }

    func body(of key: CacheKey) throws -> [UInt8]? {
        try file.read { try AskedRequestTable.body(of: key, in: $0) } ?? nil
    }

    func spent(on day: Int64) throws -> Int64 { try file.read { try AskedRequestTable.spent(on: day, in: $0) } ?? 0 }
}
