import HTTP
import Roadmap
import Synchronization

/// Pages that were made before and are still true.
///
/// A page is true as long as no document and no row has changed, and for a minute at most, because pages say "2 h ago".
final class PageCache: Sendable {
    struct Key: Hashable {
        private let target: String
        private let host: String?
        private let viewer: Viewer?
        private let besides: String

        /// - Parameters:
        ///   - host: where pages that show commands say they are reached.
        ///   - viewer: whom it was made for; nil where it is the same for everybody.
        ///   - besides: what the page says that is in neither documents nor rows.
        init(_ target: String, host: String?, viewer: Viewer?, besides: String = "") {
            self.target = target
            self.host = host
            self.viewer = viewer
            self.besides = besides
        }
    }

    struct Moment: Equatable {
        let revision: Tracker.Revision
        /// Since 1970.
        let minute: Int64
    }

    /// The pages of one moment: those of an earlier one are of no use to anybody.
    private struct State {
        var moment: Moment?
        var pages: [Key: Content] = [:]
        var bytes = 0
    }

    /// What the kept pages may take together. A crawler that asks for more finds a cache that starts over.
    private static let capacity = 8 << 20

    /// Beside its bytes a page has a gzip variant, an answer put together by the server, and its key.
    private static let overhead = 4 << 10

    private let state = Mutex(State())

    func content(for key: Key, at moment: Moment) -> Content? {
        state.withLock { $0.moment == moment ? $0.pages[key] : nil }
    }

    /// - Parameter size: of the content, in bytes.
    func keep(_ content: Content, size: Int, for key: Key, at moment: Moment) {
        state.withLock { state in
            let size = size + Self.overhead
            if state.moment != moment || state.bytes + size > Self.capacity { state = State(moment: moment) }
            state.pages[key] = content
            state.bytes += size
        }
    }
}
