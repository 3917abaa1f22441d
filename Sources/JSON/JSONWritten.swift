extension JSON {
    /// An object as it was written, in which one member can be given another value: for handing a text on with one word
    /// changed, and all else of it as it came.
    public struct Written: Sendable {
        public let bytes: [UInt8]
        /// Where the member's value stands.
        private let place: Range<Int>

        init(_ bytes: [UInt8], _ place: Range<Int>) {
            self.bytes = bytes
            self.place = place
        }

        /// The text with that value in place of the one that stands there.
        public func replacing(by value: JSON) -> [UInt8] {
            let value = value.bytes
            var text: [UInt8] = []
            text.reserveCapacity(bytes.count - place.count + value.count)
            text += bytes[..<place.lowerBound]
            text += value
            text += bytes[place.upperBound...]
            return text
        }
    }

    /// Reads a text as ``init(parsing:limits:)`` does, and notes where a member of the object that it is has its value.
    /// - Returns: the value, and the text to hand on; `nil` when it is no object with a member of that name.
    public static func reading(
        _ bytes: [UInt8], noting name: String, limits: Limits = Limits()
    ) throws(JSONError) -> (value: JSON, written: Written?) {
        try bytes.withUnsafeBufferPointer { buffer throws(JSONError) in
            var parser = JSONParser(bytes: buffer, limits: limits, noted: name)
            do throws(JSONParser.Failure) {
                let value = try parser.document()
                return (value, parser.place.map { Written(bytes, $0) })
            } catch {
                throw error.located(in: buffer)
            }
        }
    }
}
