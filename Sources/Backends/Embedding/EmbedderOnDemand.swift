import Engine
import Synchronization

/// An embedder that is made when it is first asked, so that who never asks pays neither its memory nor its time.
public final class EmbedderOnDemand: Embedder {
    public let dimensions: Int
    private let make: @Sendable () throws -> any Embedder
    private let made = Mutex<Result<any Embedder, any Error>?>(nil)

    /// - Parameter make: is called once; what it throws is thrown for every text.
    public init(dimensions: Int, _ make: @escaping @Sendable () throws -> any Embedder) {
        self.dimensions = dimensions
        self.make = make
    }

    /// Why there is none, once it was needed and could not be made.
    public var failure: (any Error)? {
        made.withLock { made in
            if case .failure(let error)? = made { error } else { nil }
        }
    }

    public func embed(_ text: String) throws -> [Float] {
        let embedder = try made.withLock { made in
            let result = made ?? Result { try make() }
            made = result
            return result
        }
        .get()
        return try embedder.embed(text)
    }
}
