import CVector

/// The buffers that one text at a time is computed in.
struct MiniLMWorkspace: Sendable {
    /// Each token's state: the residual stream.
    private var states = [Float](repeating: 0, count: MiniLMWeights.longest * MiniLMWeights.width)
    /// Queries, keys and values, later the inner layer.
    private var wide = [Float](repeating: 0, count: MiniLMWeights.longest * MiniLMWeights.inner)
    private var attended = [Float](repeating: 0, count: MiniLMWeights.longest * MiniLMWeights.width)
    /// A head's keys and one row of scores.
    private var scores = [Float](repeating: 0, count: MiniLMWeights.longest * 33)

    /// - Parameter tokens: at most as many as the model reads, each in its vocabulary.
    mutating func embedding(of tokens: [Int32], _ weights: MiniLMWeights) -> [Float] {
        begin(tokens, weights)
        for layer in weights.layers { pass(tokens.count, through: layer) }
        return [Float](unsafeUninitializedCapacity: MiniLMWeights.width) { embedding, count in
            vector_mean(states, tokens.count, MiniLMWeights.width, embedding.baseAddress)
            count = MiniLMWeights.width
        }
    }

    private mutating func begin(_ tokens: [Int32], _ weights: MiniLMWeights) {
        let width = MiniLMWeights.width
        precondition(tokens.count <= MiniLMWeights.longest, "more tokens than the workspace has room for")
        states.withUnsafeMutableBufferPointer { states in
            weights.embeddings.withUnsafeBufferPointer { embeddings in
                guard let states = states.baseAddress, let embeddings = embeddings.baseAddress else { return }
                states.update(from: weights.positions, count: tokens.count * width)
                for (row, token) in tokens.enumerated() {
                    vector_add_halves(states + row * width, embeddings + Int(token) * width, width)
                }
            }
        }
        normalise(tokens.count, weights.embeddingNorm)
    }

    private mutating func pass(_ rows: Int, through layer: MiniLMWeights.Layer) {
        let (width, inner, heads) = (MiniLMWeights.width, MiniLMWeights.inner, MiniLMWeights.heads)
        vector_dense(states, rows, width, layer.attention.panels, layer.attention.bias, &wide, 3 * width, 0)
        vector_attend(wide, rows, heads, &attended, &scores)
        vector_dense(attended, rows, width, layer.attended.panels, layer.attended.bias, &states, width, 1)
        normalise(rows, layer.attendedNorm)
        vector_dense(states, rows, width, layer.widening.panels, layer.widening.bias, &wide, inner, 0)
        vector_gelu(&wide, rows * inner)
        vector_dense(wide, rows, inner, layer.narrowing.panels, layer.narrowing.bias, &states, width, 1)
        normalise(rows, layer.norm)
    }

    private mutating func normalise(_ rows: Int, _ norm: MiniLMWeights.Norm) {
        vector_normalise(&states, rows, MiniLMWeights.width, norm.scale, norm.shift, 1e-12)
    }
}
