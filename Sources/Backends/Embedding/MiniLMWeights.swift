import CVector

/// The weights of all-MiniLM-L6-v2: a BERT encoder of 6 layers of width 384 (arXiv:1810.04805, arXiv:2002.10957).
///
/// Matrices are kept as halves, laid out in the order they are read: 45 MB in memory instead of the file's 91, half as
/// many bytes to move for each sentence, and the file is not needed any more. Cosines move by less than 0.0002.
struct MiniLMWeights: Sendable {
    static let width = 384
    static let inner = 1536
    static let heads = 12
    static let words = 30_522
    /// Texts are cut at this many word pieces: the model's own `max_seq_length`, which it was trained and judged with.
    static let longest = 256

    /// A dense layer's weights in panels, and its bias.
    struct Dense: Sendable {
        var panels: [UInt16]
        var bias: [Float]
    }

    /// What a normalised row is multiplied by, and what is added to it.
    struct Norm: Sendable {
        var scale: [Float]
        var shift: [Float]
    }

    struct Layer: Sendable {
        /// Query, key and value side by side.
        var attention: Dense
        var attended: Dense
        var attendedNorm: Norm
        var widening: Dense
        var narrowing: Dense
        var norm: Norm
    }

    /// One row of halves for each word piece.
    let embeddings: [UInt16]
    /// One row for each place in a text, with the embedding of the first (and only) segment already added.
    let positions: [Float]
    let embeddingNorm: Norm
    let layers: [Layer]

    init(_ path: String) throws(EmbeddingError) {
        let file = try SafetensorsFile(path)
        let width = Self.width

        var embeddings = [UInt16](repeating: 0, count: Self.words * width)
        var fits = true
        try file.rows("embeddings.word_embeddings.weight", shape: [Self.words, width], atOnce: 512) { first, rows in
            embeddings.withUnsafeMutableBufferPointer { all in
                let part = UnsafeMutableBufferPointer(rebasing: all[(first * width)..<(first * width + rows.count)])
                fits = vector_halves(rows.baseAddress, part.baseAddress, rows.count) != 0 && fits
            }
        }
        guard fits else { throw .damaged(path, reason: "its word embeddings are out of range") }
        self.embeddings = embeddings

        let segments = try Self.numbers(file, "embeddings.token_type_embeddings.weight", shape: [2, width])
        var positions = try Self.numbers(file, "embeddings.position_embeddings.weight", shape: [512, width])
        positions.removeSubrange((Self.longest * width)...)
        for place in positions.indices { positions[place] += segments[place % width] }
        self.positions = positions
        embeddingNorm = try Self.norm(file, "embeddings.LayerNorm")

        var layers: [Layer] = []
        for number in 0..<6 {
            let name = "encoder.layer.\(number)."
            let parts = ["query", "key", "value"].map { name + "attention.self." + $0 }
            layers.append(
                Layer(
                    attention: try Self.dense(file, parts, inputs: width, outputs: width),
                    attended: try Self.dense(
                        file, [name + "attention.output.dense"], inputs: width, outputs: width),
                    attendedNorm: try Self.norm(file, name + "attention.output.LayerNorm"),
                    widening: try Self.dense(
                        file, [name + "intermediate.dense"], inputs: width, outputs: Self.inner),
                    narrowing: try Self.dense(file, [name + "output.dense"], inputs: Self.inner, outputs: width),
                    norm: try Self.norm(file, name + "output.LayerNorm")))
        }
        self.layers = layers
    }

    /// Makes sure that a file has all the weights in full, in a millisecond and without reading their numbers.
    static func check(_ path: String) throws(EmbeddingError) {
        let file = try SafetensorsFile(path)
        try file.check("embeddings.word_embeddings.weight", shape: [words, width])
        try file.check("embeddings.token_type_embeddings.weight", shape: [2, width])
        try file.check("embeddings.position_embeddings.weight", shape: [512, width])
        var parts: [(name: String, shape: [Int])] = [("embeddings.LayerNorm", [width])]
        for number in 0..<6 {
            let name = "encoder.layer.\(number)."
            parts += ["query", "key", "value"].map { (name + "attention.self." + $0, [width, width]) }
            parts.append((name + "attention.output.dense", [width, width]))
            parts.append((name + "attention.output.LayerNorm", [width]))
            parts.append((name + "intermediate.dense", [inner, width]))
            parts.append((name + "output.dense", [width, inner]))
            parts.append((name + "output.LayerNorm", [width]))
        }
        for part in parts {
            try file.check(part.name + ".weight", shape: part.shape)
            try file.check(part.name + ".bias", shape: [part.shape[0]])
        }
    }

    /// Several dense layers with the same input as one: their outputs follow each other.
    private static func dense(
        _ file: borrowing SafetensorsFile, _ names: [String], inputs: Int, outputs: Int
    ) throws(EmbeddingError) -> Dense {
        var dense = Dense(panels: [UInt16](repeating: 0, count: names.count * outputs * inputs), bias: [])
        for (index, name) in names.enumerated() {
            var fits = true
            try file.rows(name + ".weight", shape: [outputs, inputs], atOnce: Int(VECTOR_PANEL)) { first, rows in
                let start = (index * outputs + first) * inputs
                dense.panels.withUnsafeMutableBufferPointer { all in
                    let panel = UnsafeMutableBufferPointer(rebasing: all[start..<(start + rows.count)])
                    fits = vector_pack(rows.baseAddress, panel.baseAddress, inputs) != 0 && fits
                }
            }
            guard fits else { throw .damaged(file.path, reason: "the weights \(name) are out of range") }
            dense.bias += try numbers(file, name + ".bias", shape: [outputs])
        }
        return dense
    }

    private static func norm(_ file: borrowing SafetensorsFile, _ name: String) throws(EmbeddingError) -> Norm {
        Norm(
            scale: try numbers(file, name + ".weight", shape: [width]),
            shift: try numbers(file, name + ".bias", shape: [width]))
    }

    private static func numbers(
        _ file: borrowing SafetensorsFile, _ name: String, shape: [Int]
    ) throws(EmbeddingError) -> [Float] {
        var numbers: [Float] = []
        try file.rows(name, shape: shape, atOnce: shape[0]) { _, rows in numbers.append(contentsOf: rows) }
        return numbers
    }
}
