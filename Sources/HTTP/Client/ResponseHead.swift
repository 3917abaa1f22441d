/// The head of an answer, read line by line as libcurl hands it over.
struct ResponseHead {
    enum Progress {
        case more
        case complete(Transfer.Head)
        case tooLarge
    }

    /// What all lines of one answer's head may take together.
    static let mostBytes = 256 * 1024

    /// Whether anything of an answer has come.
    private(set) var hasBegun = false
    private var status = Status(rawValue: 0)
    private var headers = Headers()
    private var bytes = 0
    private(set) var isComplete = false

    /// Takes the next line with its line break. Lines after the end are trailers and left out.
    mutating func read(_ line: UnsafeRawBufferPointer) -> Progress {
        hasBegun = true
        bytes += line.count
        if bytes > Self.mostBytes { return .tooLarge }
        if isComplete { return .more }
        let text = line.assumingMemoryBound(to: UInt8.self)
        let end = text.lastIndex { $0 != 0x0D && $0 != 0x0A }
        guard let end else { return finish() }
        let content = UnsafeBufferPointer(rebasing: text[...end])
        if content.starts(with: Self.protocolName) {
            // Another head follows an interim one.
            status = Status(rawValue: Self.code(content))
            headers = Headers()
        } else if let colon = content.firstIndex(of: 0x3A) {
            let value = content[(colon + 1)...].drop { $0 == 0x20 || $0 == 0x09 }
            let stop = value.lastIndex { $0 != 0x20 && $0 != 0x09 }.map { $0 + 1 } ?? value.startIndex
            headers.append(
                name: UnsafeBufferPointer(rebasing: content[..<colon]),
                value: UnsafeBufferPointer(rebasing: value[..<stop]))
        }
        return .more
    }

    private mutating func finish() -> Progress {
        if (100..<200).contains(status.rawValue) { return .more }
        isComplete = true
        return .complete(Transfer.Head(status: status, headers: headers))
    }

    private static let protocolName = Array("HTTP/".utf8)

    /// The number after the first space, which libcurl has checked.
    private static func code(_ line: UnsafeBufferPointer<UInt8>) -> Int {
        guard let space = line.firstIndex(of: 0x20) else { return 0 }
        return line[(space + 1)...].prefix(3).reduce(0) { $0 * 10 + Int($1 &- 0x30) }
    }
}
