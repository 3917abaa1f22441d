import JSON
import Synchronization

/// Takes a copy of what a request asks and is answered, for `ContentKeeper`.
struct ContentCopy: Sendable {
    private let keeper: any ContentKeeper
    private let number: UInt64
    private let prompt: JSON.Object

    /// `nil` where prompts and answers are not kept.
    init?(_ ledger: Ledger, _ entry: OpenRequest, prompt: JSON.Object) {
        guard let keeper = ledger.contents else { return nil }
        self.keeper = keeper
        self.prompt = prompt
        number = entry.number
    }

    /// Keeps the prompt of a request, with its answer where it has one.
    func keep(answer: [UInt8] = []) {
        keeper.keep(RequestContent(number: number, prompt: JSON.object(prompt).bytes, answer: answer))
    }

    /// Keeps an answer, a streamed one when it has ended, however it ends.
    func keep(_ answer: RoutedAnswer) -> RoutedAnswer {
        switch answer.body {
        case .whole(let bytes):
            keep(answer: bytes)
            return answer
        case .stream(let produce):
            return RoutedAnswer(
                facts: answer.facts,
                body: .stream { write in
                    let stream = StreamCopy()
                    defer { keep(answer: stream.answer) }
                    try await produce { bytes in
                        stream.add(bytes)
                        try await write(bytes)
                    }
                })
        }
    }
}

/// What a stream has sent so far.
private final class StreamCopy: Sendable {
    /// Far more than is kept of one answer.
    private static let limit = 1 << 20

    private let bytes = Mutex<[UInt8]>([])

    func add(_ more: [UInt8]) {
        bytes.withLock { if $0.count < Self.limit { $0 += more } }
    }

    /// The chunks put together to a whole answer.
    var answer: [UInt8] {
        var reader = EventReader()
        var assembler = CompletionAssembler()
        do throws(UpstreamTrouble) {
            for event in try reader.read(bytes.withLock { $0 }) where event != EventReader.done {
                if let chunk = Self.json(event) { assembler.add(chunk) }
            }
        } catch {
            // What was read before it is still worth keeping.
        }
        return assembler.completion().bytes
    }

    private static func json(_ event: [UInt8]) -> JSON? {
        do { return try JSON(parsing: event) } catch { return nil }
    }
}

extension ModelRouter {
    /// Passes an answer on, and keeps a copy of it with its prompt where that is switched on.
    func copying(_ answer: RoutedAnswer, of admission: Admission) -> RoutedAnswer {
        ContentCopy(ledger, admission.entry, prompt: admission.request.body)?.keep(answer) ?? answer
    }
}
