/// How much room a label takes before any browser has measured it.
///
/// The reader's system font is unknown, so widths are those of DejaVu Sans, the widest of the common ones, with
/// everything outside Latin counted as a full em: a label may turn out narrower than planned, hardly ever wider.
enum TextWidth {
    /// The size of every text in a chart, in px: the smallest step of the type scale.
    static let fontSize = 13.0

    /// The width of `text` in px at `fontSize`.
    static func of(_ text: String, bold: Bool = false) -> Double {
        var thousandths = 0
        for scalar in text.unicodeScalars { thousandths += advance(scalar.value) }
        let width = Double(thousandths) * fontSize / 1000
        return bold ? width * 1.1 : width
    }

    private static func advance(_ scalar: UInt32) -> Int {
        switch scalar {
        case 0x20, 0x2C, 0x2E, 0x27, 0x3A, 0x3B, 0x7C, 0xA0, 0x202F: 340
        case 0x69, 0x6A, 0x6C: 290
        case 0x66, 0x72, 0x74, 0x28, 0x29, 0x2D, 0x2F, 0x49, 0x4A: 420
        case 0x30...0x39, 0x24: 640
        case 0x6D, 0x77, 0x25, 0x4D, 0x57, 0x40: 980
        case 0x61...0x7A: 620
        case 0x41...0x5A: 740
        case 0x21...0x7E, 0x2212: 840
        case 0xA1...0x24F: 740
        case 0x300...0x36F, 0x200B...0x200D, 0xFE0F: 0
        default: scalar >= 0x1F000 ? 1400 : 1050
        }
    }
}
