/// The page a form comes back to: a path on this site, whatever the form says.
struct ReturnPath {
    private let path: String
    private let fragment: String

    /// - Parameter text: from the form; anything but a path of this site is passed over.
    init(_ text: String?, otherwise fallback: String) {
        var target = text ?? fallback
        // `//host` and `/\host` are other sites to a browser.
        let isLocal =
            target.hasPrefix("/") && !target.hasPrefix("//") && !target.hasPrefix("/\\")
            && target.utf8.allSatisfy { (0x21...0x7E).contains($0) }
        if !isLocal { target = fallback }
        let parts = target.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        path = String(parts[0].split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)[0])
        fragment = parts.count > 1 ? "#" + parts[1] : ""
    }

    /// The address with the notice about what was done.
    func saying(_ subject: Notice.Subject) -> String { "\(path)?\(subject.query)\(fragment)" }
}
