import Engine
import Secrets

/// An answer as bytes, for tiers that keep bytes under a key.
///
///     0 version (1)   1 stored at   9 expires at   17 cost   25 latency   33 length of the question
///     37 question, UTF-8, then the body, then 16 bytes of BLAKE2b over the key and all of that
///
/// Numbers are little-endian.
enum AnswerCoding {
    private static let version: UInt8 = 1
    private static let header = 37
    private static let checkSize = 16

    static func bytes(of answer: KeptAnswer, for key: CacheKey) -> [UInt8] {
        var bytes: [UInt8] = [version]
        bytes.reserveCapacity(header + answer.question.utf8.count + answer.body.count + checkSize)
        bytes += numbers(answer)
        withUnsafeBytes(of: UInt32(answer.question.utf8.count).littleEndian) { bytes.append(contentsOf: $0) }
        bytes.append(contentsOf: answer.question.utf8)
        bytes += answer.body
        bytes += Digest.check(key.exact, bytes)
        return bytes
    }

    /// - Returns: `nil` for what was not written for this key, or not as it is now.
    static func answer(_ bytes: [UInt8], for key: CacheKey) -> KeptAnswer? {
        let end = bytes.count - checkSize
        guard end >= header, bytes[0] == version, Digest.check(key.exact, Array(bytes[..<end])) == Array(bytes[end...])
        else { return nil }
        let length = bytes.withUnsafeBytes {
            Int(UInt32(littleEndian: $0.loadUnaligned(fromByteOffset: 33, as: UInt32.self)))
        }
        guard header + length <= end else { return nil }
        func number(_ offset: Int) -> Int64 {
            bytes.withUnsafeBytes { Int64(littleEndian: $0.loadUnaligned(fromByteOffset: offset, as: Int64.self)) }
        }
        guard let question = String(validating: bytes[header..<header + length], as: UTF8.self) else { return nil }
        return KeptAnswer(
            body: Array(bytes[(header + length)..<end]), question: question, storedAt: number(1), expiresAt: number(9),
            cost: number(17), latency: number(25))
    }

    /// Times, cost and latency, 32 bytes.
    static func numbers(_ answer: KeptAnswer) -> [UInt8] {
        var bytes: [UInt8] = []
        for number in [answer.storedAt, answer.expiresAt, answer.cost, answer.latency] {
            withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
        }
        return bytes
    }
}
