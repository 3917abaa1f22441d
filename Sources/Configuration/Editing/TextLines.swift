/// A text as lines that can be put in and taken out, the others staying as they are byte for byte.
struct TextLines {
    /// Each with what ends it.
    private var lines: [[UInt8]]
    /// How lines end here: as the first one does.
    private let ending: [UInt8]

    init(_ bytes: [UInt8]) {
        var lines: [[UInt8]] = []
        var line: [UInt8] = []
        for byte in bytes {
            line.append(byte)
            if byte == 0x0A {
                lines.append(line)
                line = []
            }
        }
        if !line.isEmpty { lines.append(line) }
        self.lines = lines
        ending = lines.first?.suffix(2) == [0x0D, 0x0A] ? [0x0D, 0x0A] : [0x0A]
    }

    var bytes: [UInt8] { lines.flatMap { $0 } }

    mutating func append(_ new: [String]) { insert(new, after: lines.count) }

    /// - Parameter number: from 1; 0 for the very beginning.
    mutating func insert(_ new: [String], after number: Int) {
        if number > 0, lines[number - 1].last != 0x0A { lines[number - 1] += ending }
        lines.insert(contentsOf: new.map { Array($0.utf8) + ending }, at: number)
    }

    mutating func remove(_ numbers: ClosedRange<Int>) {
        lines.removeSubrange((numbers.lowerBound - 1)..<numbers.upperBound)
    }

    /// The last line up to and including `number` that has a dash in a column, from 1.
    func lastLine(upTo number: Int, withDashIn column: Int) -> Int {
        var candidate = number
        while candidate > 1 {
            let line = lines[candidate - 1]
            if line.count >= column, line[column - 1] == UInt8(ascii: "-"),
                line.prefix(column - 1).allSatisfy({ $0 == 0x20 })
            {
                break
            }
            candidate -= 1
        }
        return candidate
    }

    /// Puts a value behind the key in a line that has nothing else behind it but `[]`, blanks and a comment.
    /// - Returns: whether the line is such a one.
    mutating func replaceValue(ofKeyIn number: Int, atMost lastLine: Int, by value: String) -> Bool {
        guard number == lastLine, let colon = lines[number - 1].firstIndex(of: UInt8(ascii: ":")) else { return false }
        var end = colon + 1
        let line = lines[number - 1]
        func skipBlanks() { while end < line.count, line[end] == 0x20 || line[end] == 0x09 { end += 1 } }
        let begin = end
        skipBlanks()
        var valueEnd = begin
        if end < line.count, line[end] == UInt8(ascii: "[") {
            end += 1
            skipBlanks()
            guard end < line.count, line[end] == UInt8(ascii: "]") else { return false }
            end += 1
            valueEnd = end
        } else if line[end...].first == UInt8(ascii: "~") {
            end += 1
            valueEnd = end
        }
        skipBlanks()
        guard end == line.count || [0x0D, 0x0A, UInt8(ascii: "#")].contains(line[end]) else { return false }
        lines[number - 1].replaceSubrange(begin..<valueEnd, with: Array(value.utf8))
        return true
    }
}
