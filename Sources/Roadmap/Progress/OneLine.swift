extension String {
    /// What somebody typed or sent, as one line to be kept and shown: line ends, tabs and control characters become
    /// blanks, and at most `limit` Unicode scalars stay, so that neither a terminal nor a table is upset by it.
    func line(upTo limit: Int) -> String {
        var line = String.UnicodeScalarView()
        for scalar in unicodeScalars.prefix(limit) {
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator: line.append(" ")
            default: line.append(scalar)
            }
        }
        return String(line)
    }
}
