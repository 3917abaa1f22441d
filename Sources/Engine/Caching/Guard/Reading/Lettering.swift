/// What the shape of a run of characters says about it.
enum Lettering {
    static let quotes: Set<Unicode.Scalar> = ["\"", "'", "`"]
    static let endsSentence: Set<Unicode.Scalar> = [".", "?", "!", "。", "？", "！", ";"]
    static let abbreviations: Set<String> = [
        "mr", "mrs", "ms", "dr", "vs", "st", "etc", "eg", "ie", "no", "rs", "jr", "sr", "prof", "approx", "e.g", "i.e",
    ]

    /// The text with every kind of white space, quotation mark, apostrophe and dash in its plainest form.
    static func plain(_ text: String) -> Substring.UnicodeScalarView {
        var plain = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "‘", "’", "ʼ", "´", "′": plain.append("'")
            case "“", "”", "„", "«", "»", "″": plain.append("\"")
            case "–", "‐", "‑", "−": plain.append("-")
            case "—", "…": plain.append(contentsOf: [" ", "-", " "])
            case "\u{200B}", "\u{200C}", "\u{200D}", "\u{FEFF}", "\u{FE0F}": continue
            default: plain.append(scalar.properties.isWhitespace || scalar.value < 32 ? " " : scalar)
            }
        }
        return plain[...]
    }

    /// Whether a mark at the front of a chunk only opens it.
    static func opens(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "\"", "'", "`", "(", "[", "{", ",", ";", ":", "?", "!", "¿", "¡", "*": true
        default: false
        }
    }

    /// Whether a mark at the end of a chunk closes it rather than belongs to it, as the brackets of `print()` do.
    static func closes(_ scalar: Unicode.Scalar, _ chunk: Substring.UnicodeScalarView) -> Bool {
        switch scalar {
        case ")": !chunk.dropFirst().contains("(")
        case "]": !chunk.dropFirst().contains("[")
        case "}": !chunk.dropFirst().contains("{")
        case "\"", "'", "`", ",", ";", ":", "?", "!", ".", "。", "？", "！", "，", "*": true
        default: false
        }
    }

    static func separates(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "-", "/", ",", ";", ":", "?", "!", "(", ")", "[", "]", "{", "}", "\"", "`", ".", "…", "|", "~", "*": true
        default: false
        }
    }

    /// Code, a path, a flag, an address, an operator: something that has no meaning but its spelling.
    static func isCode(_ chunk: Substring.UnicodeScalarView) -> Bool {
        guard let first = chunk.first else { return false }
        let text = String(chunk)
        if !chunk.contains(where: { $0.properties.isAlphabetic || NumberReader.isDigit($0) }) {
            return isOperator(chunk)
        }
        let second = chunk.dropFirst().first
        let opensWord = second.map { isLetter($0) || $0 == "-" || $0 == "_" } ?? false
        switch first {
        case "-", "@", "$", "#", "%": if opensWord { return true }
        case "/", "~", ".": if chunk.count > 2, !text.hasSuffix("/") || first != "." { return true }
        case "<": return chunk.last == ">"
        case "{", "[": return chunk.contains(":") || chunk.contains("\"")
        case "'", "\"", "`", "(": return false
        default: break
        }
        if chunk.contains(where: { "_\\=^&<>".unicodeScalars.contains($0) && $0 != first }) { return true }
        if chunk.count > 2, text.hasSuffix("++") || text.hasSuffix("--") { return true }
        if text.contains("://") || text.hasPrefix("www.") || text.contains("::") || text.contains("->") { return true }
        if chunk.contains("@") { return true }
        return isCall(chunk) || isDotted(chunk) || isPath(chunk) || isMixed(chunk)
    }

    /// A lower-case letter followed by a capital: parseURL, but also GitHub.
    static func isCamelCase(_ text: String) -> Bool {
        var previousIsLower = false
        for scalar in text.unicodeScalars {
            if previousIsLower, scalar.properties.isUppercase { return true }
            previousIsLower = scalar.properties.isLowercase
        }
        return false
    }

    /// "U.S." as "us" and "e.g" as "eg".
    static func initials(_ text: String) -> String? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count > 1, parts.allSatisfy({ $0.count == 1 && $0.first?.isLetter == true }) else { return nil }
        let joined = parts.joined().lowercased()
        return joined == "us" ? "usa" : joined
    }

    /// C++, C#, F#, .NET: names that are not made of letters alone.
    static func programmingLanguage(_ text: String) -> String? {
        switch text.lowercased() {
        case "c++", "cpp": "c++"
        case "c#", "csharp": "c#"
        case "f#", "fsharp": "f#"
        case ".net", "dotnet": ".net"
        default: nil
        }
    }

    /// "python3" as "python" and "3", so that it equals "Python 3".
    static func trailingNumber(_ lower: String) -> (String, String)? {
        let scalars = lower.unicodeScalars
        guard let digits = scalars.firstIndex(where: NumberReader.isDigit), digits > scalars.startIndex,
            scalars[digits...].allSatisfy(NumberReader.isDigit)
        else { return nil }
        return (String(scalars[..<digits]), String(scalars[digits...]))
    }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isAlphabetic }

    private static func isOperator(_ chunk: Substring.UnicodeScalarView) -> Bool {
        let marks = "=+*<>!&|^%/?:-~@#$\\".unicodeScalars
        guard chunk.allSatisfy({ marks.contains($0) }) else { return false }
        if chunk.count == 1 { return "=+*<>%/^|@#$\\".unicodeScalars.contains(chunk.first ?? " ") }
        return !chunk.allSatisfy { $0 == "?" || $0 == "!" || $0 == "-" || $0 == ":" }
            || (chunk.count == 2 && (chunk.first == "-" || chunk.first == ":"))
    }

    private static func isCall(_ chunk: Substring.UnicodeScalarView) -> Bool {
        guard let open = chunk.firstIndex(of: "("), open > chunk.startIndex, chunk.last == ")" else { return false }
        return String(chunk[open...]) != "(s)" && chunk.first?.properties.isAlphabetic == true
    }

    /// node.js or os.path: letters on both sides of a dot. "end.What" is a full stop without a space.
    private static func isDotted(_ chunk: Substring.UnicodeScalarView) -> Bool {
        let parts = chunk.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count > 1, parts.allSatisfy({ !$0.isEmpty }) else { return false }
        guard
            parts.allSatisfy({
                $0.allSatisfy { isLetter($0) || NumberReader.isDigit($0) || "-_/()".unicodeScalars.contains($0) }
            })
        else { return false }
        return
            !(parts.count == 2 && parts[1].first?.properties.isUppercase == true
            && FunctionWords.isFunctionWord(String(parts[1]).lowercased()))
    }

    private static func isPath(_ chunk: Substring.UnicodeScalarView) -> Bool {
        chunk.count { $0 == "/" } > 2
    }

    /// Letters and digits in turns, as in a1b2 or 3x4: not word-then-number, not number-then-unit.
    private static func isMixed(_ chunk: Substring.UnicodeScalarView) -> Bool {
        guard let digit = chunk.firstIndex(where: NumberReader.isDigit) else { return false }
        let word = chunk[digit...].drop(while: NumberReader.isDigit).first
        return word.map(isLetter) ?? false
    }
}
