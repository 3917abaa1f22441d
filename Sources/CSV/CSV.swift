/// Comma-separated values as RFC 4180 has them.
public enum CSV {
    /// One line with its end. A cell that a spreadsheet would take for a formula is made text.
    public static func line(_ cells: [String]) -> String { cells.map(cell).joined(separator: ",") + "\r\n" }

    /// Byte by byte, as readers take it apart: to Swift a quote with a combining accent is another character than a quote.
    private static func cell(_ text: String) -> String {
        var text = text
        if let first = text.unicodeScalars.first, isFormula(first) || (first == "-" && Double(text) == nil) {
            text = "'" + text
        }
        let quote = UInt8(ascii: "\"")
        guard text.utf8.contains(where: { $0 == UInt8(ascii: ",") || $0 == quote || (0x09...0x0D).contains($0) }) else {
            return text
        }
        var bytes = [quote]
        for byte in text.utf8 {
            if byte == quote { bytes.append(quote) }
            bytes.append(byte)
        }
        return String(decoding: bytes + [quote], as: UTF8.self)
    }

    /// What spreadsheets take for the beginning of a formula (OWASP, CSV injection); some do so in full width too.
    private static func isFormula(_ first: Unicode.Scalar) -> Bool {
        switch first {
        case "=", "+", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠": true
        default: false
        }
    }
}
