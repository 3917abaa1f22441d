import FoundationEssentials
import JSON

/// OpenAI's answer to a request for embeddings: a `list` of `embedding` objects and the usage.
struct EmbeddingAnswer: Sendable {
    let bytes: [UInt8]
    let usage: Usage?

    /// An upstream's answer, under the name the model was asked by.
    /// - Throws: `UpstreamTrouble.malformed` for what is none.
    init(parsing bytes: [UInt8], model: String) throws(UpstreamTrouble) {
        let json: JSON
        do {
            json = try JSON(parsing: bytes)
        } catch {
            throw .malformed
        }
        guard var object = json.objectValue, let data = object["data"]?.arrayValue,
            data.allSatisfy({ $0["embedding"] != nil })
        else { throw .malformed }
        object["model"] = .string(model)
        self.bytes = JSON.object(object).bytes
        usage = Usage(object["usage"])
    }

    /// - Parameter isBase64: numbers as 32-bit floats, little-endian, in base64; a quarter of what they take in digits.
    init(_ embeddings: Embeddings, model: String, isBase64: Bool) {
        // Written piece by piece: as JSON values two thousand embeddings would take 30 MB.
        var bytes = Array("{\"object\":\"list\",\"data\":[".utf8)
        for (index, vector) in embeddings.vectors.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            bytes += Array("{\"object\":\"embedding\",\"index\":\(index),\"embedding\":".utf8)
            bytes += isBase64 ? Self.base64(vector) : Self.digits(vector)
            bytes.append(UInt8(ascii: "}"))
        }
        let tokens = embeddings.tokens
        let name = JSON.string(model).text
        bytes += Array(
            "],\"model\":\(name),\"usage\":{\"prompt_tokens\":\(tokens),\"total_tokens\":\(tokens)}}".utf8)
        self.bytes = bytes
        usage = Usage(input: Int64(tokens), cachedInput: 0, output: 0)
    }

    private static func base64(_ vector: [Float]) -> [UInt8] {
        var data = Data(capacity: vector.count * 4)
        for number in vector {
            withUnsafeBytes(of: number.bitPattern.littleEndian) { data.append(contentsOf: $0) }
        }
        return Array("\"\(data.base64EncodedString())\"".utf8)
    }

    /// Each number with as many digits as tell it from its neighbours.
    private static func digits(_ vector: [Float]) -> [UInt8] {
        Array("[\(vector.map(\.description).joined(separator: ","))]".utf8)
    }
}
