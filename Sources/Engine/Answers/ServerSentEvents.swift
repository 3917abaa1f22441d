/// Server-sent events as OpenAI's streams use them: `data: …` lines, a blank line after each event.
struct EventReader {
    private var pending: [UInt8] = []
    private var data: [UInt8] = []
    private var hasData = false
    private let limit: Int

    /// - Parameter limit: the most bytes that one event may have.
    init(limit: Int = 1 << 20) {
        self.limit = limit
    }

    /// Takes the bytes that arrived.
    /// - Returns: the data of every event that they complete, in order.
    /// - Throws: `UpstreamTrouble.tooLarge` for an event beyond the limit.
    mutating func read(_ bytes: [UInt8]) throws(UpstreamTrouble) -> [[UInt8]] {
        var events: [[UInt8]] = []
        for byte in bytes {
            guard byte == UInt8(ascii: "\n") else {
                pending.append(byte)
                if pending.count + data.count > limit { throw .tooLarge }
                continue
            }
            if pending.last == UInt8(ascii: "\r") { pending.removeLast() }
            if pending.isEmpty {
                if hasData { events.append(data) }
                data.removeAll(keepingCapacity: true)
                hasData = false
            } else {
                takeLine()
            }
            pending.removeAll(keepingCapacity: true)
        }
        return events
    }

    private mutating func takeLine() {
        let name = Array("data:".utf8)
        guard pending.starts(with: name) else { return }
        var value = pending.dropFirst(name.count)
        if value.first == UInt8(ascii: " ") { value = value.dropFirst() }
        if hasData { data.append(UInt8(ascii: "\n")) }
        data += value
        hasData = true
    }

    static let done = Array("[DONE]".utf8)

    /// An event's bytes as they go to the client.
    static func event(_ data: [UInt8]) -> [UInt8] { Array("data: ".utf8) + data + Array("\n\n".utf8) }
}
