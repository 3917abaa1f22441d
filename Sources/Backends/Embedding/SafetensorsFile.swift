import JSON

/// A file of named arrays of numbers in the safetensors format: eight bytes that tell the length of a JSON header,
/// the header with each array's type, shape and place, then the numbers, little-endian.
///
/// Nothing in the header is believed before it was checked against the file.
struct SafetensorsFile: ~Copyable {
    private let file: ModelFile
    private let header: JSON
    /// Where the numbers begin.
    private let start: Int

    /// More than a thousand times what the header of a model needs.
    private static let headerLimit = 16 << 20

    init(_ path: String) throws(EmbeddingError) {
        let file = try ModelFile(path)
        let (header, start) = try Self.readHeader(of: file)
        self.header = header
        self.start = start
        self.file = file
    }

    private static func readHeader(of file: borrowing ModelFile) throws(EmbeddingError) -> (JSON, start: Int) {
        guard file.size > 8 else { throw .damaged(file.path, reason: "it has only \(file.size) bytes") }
        var length: UInt64 = 0
        for byte in try file.bytes(at: 0, count: 8).reversed() { length = length << 8 | UInt64(byte) }
        guard length >= 2, length <= UInt64(min(file.size - 8, headerLimit)) else {
            throw .damaged(file.path, reason: "its header claims \(length) of \(file.size) bytes")
        }
        let bytes = try file.bytes(at: 8, count: Int(length))
        let header: JSON
        do throws(JSONError) {
            header = try JSON(parsing: bytes)
        } catch {
            throw .damaged(file.path, reason: "its header is not JSON (\(error.reason))")
        }
        guard header.objectValue != nil else { throw .damaged(file.path, reason: "its header is not a JSON object") }
        return (header, 8 + Int(length))
    }

    var path: String { file.path }

    /// Hands the rows of an array to the body, `atOnce` at a time (fewer at the end), with the number of the first.
    ///
    /// - Parameter shape: what the array's shape must be; its numbers must be 32-bit floats, all finite. A row is
    ///   everything but the first dimension.
    func rows(
        _ name: String, shape: [Int], atOnce: Int,
        _ body: (_ first: Int, _ numbers: UnsafeBufferPointer<Float>) -> Void
    ) throws(EmbeddingError) {
        let place = try place(of: name, shape: shape)
        let width = shape.dropFirst().reduce(1, *)
        let buffer = UnsafeMutableBufferPointer<Float>.allocate(capacity: min(atOnce, shape[0]) * width)
        defer { buffer.deallocate() }
        for first in stride(from: 0, to: shape[0], by: atOnce) {
            let numbers = buffer.prefix(min(atOnce, shape[0] - first) * width)
            let part = UnsafeMutableBufferPointer(rebasing: numbers)
            try file.read(at: start + place + first * width * 4, into: UnsafeMutableRawBufferPointer(part))
            guard part.allSatisfy(\.isFinite) else {
                throw .damaged(path, reason: "\(name) has numbers that are not finite")
            }
            body(first, UnsafeBufferPointer(part))
        }
    }

    /// Makes sure that an array of this shape lies within the file, without reading it.
    func check(_ name: String, shape: [Int]) throws(EmbeddingError) { _ = try place(of: name, shape: shape) }

    /// The offset of an array's first byte after the header.
    private func place(of name: String, shape: [Int]) throws(EmbeddingError) -> Int {
        guard let entry = header[name] else { throw .damaged(path, reason: "it has no \(name)") }
        guard entry["dtype"]?.stringValue == "F32" else {
            throw .damaged(path, reason: "\(name) is not of 32-bit floats")
        }
        guard let found = entry["shape"]?.arrayValue, found.map({ $0.integerValue.map(Int.init) }) == shape else {
            throw .damaged(path, reason: "\(name) is not of shape \(shape)")
        }
        guard let offsets = entry["data_offsets"]?.arrayValue, offsets.count == 2,
            let from = offsets[0].integerValue, let to = offsets[1].integerValue,
            from >= 0, to >= from, to <= Int64(file.size - start)
        else {
            throw .damaged(path, reason: "\(name) lies outside the file")
        }
        guard to - from == Int64(shape.reduce(4, *)) else {
            throw .damaged(path, reason: "\(name) has \(to - from) bytes instead of \(shape.reduce(4, *))")
        }
        return Int(from)
    }
}
