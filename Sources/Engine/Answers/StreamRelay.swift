import JSON

/// Passes an upstream's stream on to a client, event by event, and puts it together on the way.
struct StreamRelay: Sendable {
    enum End {
        case ended(Completion)
        /// The upstream broke off, midway.
        case broken(UpstreamTrouble)
        /// The client went away; what it got so far.
        case abandoned(Completion, any Error)
    }

    let first: [JSON]
    let reader: EventReader
    let stream: any UpstreamStream
    /// The client wants the chunk that has the usage.
    let wantsUsage: Bool

    func run(_ write: @Sendable ([UInt8]) async throws -> Void) async -> End {
        var assembler = CompletionAssembler()
        var reader = reader
        var chunks = first
        while true {
            for chunk in chunks {
                if chunk == .null {
                    return assembler.hasBegun ? .ended(assembler.completion()) : .broken(.malformed)
                }
                assembler.add(chunk)
                guard wantsUsage || !Self.isUsageOnly(chunk) else { continue }
                do {
                    try await write(EventReader.event(chunk.bytes))
                } catch {
                    return .abandoned(assembler.completion(), error)
                }
            }
            do {
                guard let bytes = try await stream.next() else {
                    return assembler.isFinished ? .ended(assembler.completion()) : .broken(.reset)
                }
                chunks = try UpstreamCall.chunks(try reader.read(bytes))
            } catch {
                return error == .cancelled ? .abandoned(assembler.completion(), CancellationError()) : .broken(error)
            }
        }
    }

    private static func isUsageOnly(_ chunk: JSON) -> Bool {
        (chunk["choices"]?.arrayValue ?? []).isEmpty && chunk["usage"] != nil
    }
}
