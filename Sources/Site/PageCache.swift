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
        private let viewer: String

        /// - Parameter host: where pages that show commands say they are reached.
        init(_ target: String, host: String?, viewer: String) {
            self.target = target
            self.host = host
            self.viewer = viewer
        }
    }

    struct Moment: Equatable {
        let revision: Tracker.Revision
        /// Since 1970.
        let minute: Int64
    }

    private struct Entry {
        let content: Content
        let moment: Moment
    }

    /// Distinct addresses kept; a crawler that asks for many more finds a cache that starts over.
    private static let capacity = 512

    private let entries = Mutex<[Key: Entry]>([:])

    func content(for key: Key, at moment: Moment) -> Content? {
        entries.withLock { entries in
            guard let entry = entries[key], entry.moment == moment else { return nil }
            return entry.content
        }
    }

    func keep(_ content: Content, for key: Key, at moment: Moment) {
        entries.withLock { entries in
            if entries.count >= Self.capacity { entries.removeAll(keepingCapacity: true) }
            entries[key] = Entry(content: content, moment: moment)
        }
    }
}
