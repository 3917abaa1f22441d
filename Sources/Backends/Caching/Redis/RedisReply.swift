internal import CHiredis

/// What Redis answers to a command.
enum RedisReply: Sendable, Equatable {
    case null
    case bytes([UInt8])
    case status(String)
    case integer(Int64)
    case array([RedisReply])
    /// The code at its start, such as OOM. The rest is not kept: it may repeat what was sent.
    case error(code: String)

    init(_ reply: redisReply) {
        let text = UnsafeRawBufferPointer(start: reply.str, count: reply.str == nil ? 0 : reply.len)
        switch reply.type {
        case REDIS_REPLY_STRING: self = .bytes(Array(text))
        case REDIS_REPLY_STATUS: self = .status(String(decoding: text, as: UTF8.self))
        case REDIS_REPLY_INTEGER: self = .integer(reply.integer)
        case REDIS_REPLY_ERROR:
            let code = text.prefix { (0x41...0x5A).contains($0) }.prefix(20)
            self = .error(code: String(decoding: code, as: UTF8.self))
        case REDIS_REPLY_ARRAY:
            self = .array((0..<reply.elements).map { reply.element[$0].map { RedisReply($0.pointee) } ?? .null })
        default: self = .null
        }
    }
}
