/// The fields that every answer of one server carries. Its identity tells for which server a content's
/// kept answers were put together.
final class StandingHeaders: Sendable {
    let headers: Headers

    init(_ headers: Headers) {
        self.headers = headers
    }
}
