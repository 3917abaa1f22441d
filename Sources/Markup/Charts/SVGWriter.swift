/// A buffer of UTF-8 that a chart is written into: trusted markup, escaped text and numbers, with no string in between.
struct SVGWriter {
    private(set) var bytes: [UInt8] = []

    init(reserving capacity: Int = 4096) {
        bytes.reserveCapacity(capacity)
    }

    /// What was written so far, as markup.
    var html: HTML { HTML(markup: String(decoding: bytes, as: UTF8.self)) }

    /// Appends markup that we wrote ourselves.
    mutating func markup(_ literal: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: literal.utf8Start, count: literal.utf8CodeUnitCount))
    }

    /// Appends markup that was made safe before.
    mutating func html(_ html: HTML) {
        bytes.append(contentsOf: html.markup.utf8)
    }

    /// Appends text, escaped for element content and quoted attribute values. Characters that XML 1.0 forbids become U+FFFD.
    mutating func text(_ text: String) {
        var text = text
        text.withUTF8 { utf8 in
            if utf8.contains(where: Self.mayBeForbidden) {
                let clean = String.UnicodeScalarView(
                    String(decoding: utf8, as: UTF8.self).unicodeScalars.map { Self.isForbidden($0) ? "\u{FFFD}" : $0 })
                HTML.escape(String(clean), into: &bytes)
            } else {
                HTML.escape(utf8, into: &bytes)
            }
        }
    }

    /// Appends a whole number in decimal.
    mutating func integer(_ number: Int) {
        DecimalText.append(number, to: &bytes)
    }

    /// Appends a number given in tenths, with one decimal when it has one.
    mutating func tenths(_ tenths: Int) {
        DecimalText.append(tenths, scale: 1, trimmed: true, to: &bytes)
    }

    /// Appends a fraction as a percentage with at most two decimals: `0.3333` becomes `33.33%`.
    mutating func percent(_ fraction: Double) {
        DecimalText.append(Int((fraction * 10_000).rounded()), scale: 2, trimmed: true, to: &bytes)
        bytes.append(UInt8(ascii: "%"))
    }

    /// Appends ` name="tenths"`.
    mutating func attribute(_ name: StaticString, tenths value: Int) {
        open(name)
        tenths(value)
        bytes.append(UInt8(ascii: "\""))
    }

    /// Appends ` name="12.34%"`.
    mutating func attribute(_ name: StaticString, percent fraction: Double) {
        open(name)
        percent(fraction)
        bytes.append(UInt8(ascii: "\""))
    }

    /// Appends ` name="text"`, escaped.
    mutating func attribute(_ name: StaticString, _ value: String) {
        open(name)
        text(value)
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func open(_ name: StaticString) {
        bytes.append(UInt8(ascii: " "))
        markup(name)
        markup("=\"")
    }

    /// Control characters, and the lead byte of U+FFFE and U+FFFF.
    private static func mayBeForbidden(_ byte: UInt8) -> Bool {
        (byte < 0x20 && byte != 0x09 && byte != 0x0A && byte != 0x0D) || byte == 0xEF
    }

    private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A, 0x0D: false
        case 0..<0x20, 0xFFFE, 0xFFFF: true
        default: false
        }
    }
}
