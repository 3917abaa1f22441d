import CVector
import Engine
import Synchronization

/// all-MiniLM-L6-v2, computed here on the processor: texts become 384 numbers of length 1 whose inner product says how
/// close their meanings are.
///
/// Texts are read in lower case and without accents, up to 256 word pieces (the model's own limit; about 180 English
/// words). Any number of threads may embed at the same time, each computing on its own; the same text gives the same
/// numbers, bit for bit, on one machine.
public final class MiniLMEmbedder: Embedder {
    public let dimensions = MiniLMWeights.width

    private let tokenizer: WordPieceTokenizer
    private let weights: MiniLMWeights
    /// Buffers that no thread is using.
    private let idle = Mutex<[MiniLMWorkspace]>([])

    /// How many unused buffers are kept, at 2.4 MB each; more threads than that make new ones.
    private static let idleLimit = 4

    /// Loads `model.safetensors` and `vocab.txt` from a folder, in about a tenth of a second. The files are not needed
    /// afterwards.
    public init(folder: String) throws(EmbeddingError) {
        tokenizer = WordPieceTokenizer(vocabulary: try Vocabulary(folder + "/vocab.txt", count: MiniLMWeights.words))
        weights = try MiniLMWeights(folder + "/model.safetensors")
    }

    /// Which processor instructions are used, for logs and benchmarks: "AVX-512", "AVX2" or "portable".
    public static var instructions: String { String(cString: vector_instructions()) }

    /// How many word pieces of the text the model reads, the two that surround it included.
    public func tokenCount(of text: String) -> Int {
        tokenizer.tokens(in: text, limit: MiniLMWeights.longest).count
    }

    public func embed(_ text: String) -> [Float] {
        let tokens = tokenizer.tokens(in: text, limit: MiniLMWeights.longest)
        var workspace = idle.withLock { $0.popLast() } ?? MiniLMWorkspace()
        let embedding = workspace.embedding(of: tokens, weights)
        idle.withLock { [workspace] in
            if $0.count < Self.idleLimit { $0.append(workspace) }
        }
        return embedding
    }
}
