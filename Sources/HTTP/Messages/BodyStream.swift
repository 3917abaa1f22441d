/// A body that is produced while it is sent.
final class BodyStream: Sendable {
    typealias Producer = @Sendable (BodyWriter) async throws -> Void

    let type: MediaType
    let produce: Producer

    init(type: MediaType, produce: @escaping Producer) {
        self.type = type
        self.produce = produce
    }
}
