/// The pieces of words that a BERT model knows, one a line in `vocab.txt`, numbered from 0.
///
/// Kept as the file's own bytes and one table of places, an eighth of what a dictionary of strings would take.
struct Vocabulary: Sendable {
    let count: Int
    /// What a word is replaced by that is not made of known pieces.
    let unknown: Int32
    /// Before a text.
    let classification: Int32
    /// After a text.
    let separator: Int32

    private let text: [UInt8]
    /// Where each piece begins in `text`, and where the last one's line ends.
    private let starts: [Int32]
    /// Piece numbers by hash, -1 where empty; a collision goes to the next place.
    private let table: [Int32]

    /// - Parameter count: how many pieces there must be.
    init(_ path: String, count: Int) throws(EmbeddingError) {
        let file = try ModelFile(path)
        guard file.size <= 64 << 20 else { throw .damaged(path, reason: "it has \(file.size) bytes") }
        var text = try file.bytes(at: 0, count: file.size)
        if text.last != UInt8(ascii: "\n") { text.append(UInt8(ascii: "\n")) }

        var starts: [Int32] = [0]
        for (place, byte) in text.enumerated() where byte == UInt8(ascii: "\n") { starts.append(Int32(place + 1)) }
        guard starts.count - 1 == count else {
            throw .damaged(path, reason: "it has \(starts.count - 1) lines instead of \(count)")
        }

        var size = 1
        while size < 2 * count { size *= 2 }
        var table = [Int32](repeating: -1, count: size)
        for piece in 0..<count {
            let bytes = text[Int(starts[piece])..<Int(starts[piece + 1]) - 1]
            var place = Int(truncatingIfNeeded: Self.hash(bytes)) & (size - 1)
            while table[place] >= 0 { place = (place + 1) & (size - 1) }
            table[place] = Int32(piece)
        }

        self.count = count
        self.text = text
        self.starts = starts
        self.table = table
        var special: [Int32] = []
        for name in ["[UNK]", "[CLS]", "[SEP]"] {
            guard let piece = Self.find(name.utf8, hash: Self.hash(name.utf8), text, starts, table) else {
                throw .damaged(path, reason: "it has no \(name)")
            }
            special.append(piece)
        }
        (unknown, classification, separator) = (special[0], special[1], special[2])
    }

    /// The number of the piece with these bytes and this hash.
    func piece(_ bytes: some Collection<UInt8>, hash: UInt64) -> Int32? {
        Self.find(bytes, hash: hash, text, starts, table)
    }

    /// FNV-1a, 64 bits, its upper half folded onto the lower one. To hash piece by piece, continue an `unfolded` hash.
    static func hash(_ bytes: some Sequence<UInt8>) -> UInt64 {
        folded(bytes.reduce(emptyHash, extended))
    }

    static let emptyHash: UInt64 = 0xcbf2_9ce4_8422_2325

    static func extended(_ unfolded: UInt64, by byte: UInt8) -> UInt64 {
        (unfolded ^ UInt64(byte)) &* 0x100_0000_01b3
    }

    static func folded(_ unfolded: UInt64) -> UInt64 { unfolded ^ (unfolded >> 32) }

    private static func find(
        _ bytes: some Collection<UInt8>, hash: UInt64, _ text: [UInt8], _ starts: [Int32], _ table: [Int32]
    ) -> Int32? {
        var place = Int(truncatingIfNeeded: hash) & (table.count - 1)
        while table[place] >= 0 {
            let piece = Int(table[place])
            if text[Int(starts[piece])..<Int(starts[piece + 1]) - 1].elementsEqual(bytes) { return Int32(piece) }
            place = (place + 1) & (table.count - 1)
        }
        return nil
    }
}
