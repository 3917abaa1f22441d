import HTTP

/// The addresses of the files every page loads, with their content's version, so that browsers may keep them.
struct Assets: Sendable {
    let css: String
    let js: String
    /// For pages that are kept up to date while they are open.
    let monitoring: String
    let icon: String

    init(_ files: StaticFiles) {
        css = files.versionedPath("/beast.css")
        js = files.versionedPath("/beast.js")
        monitoring = files.versionedPath("/monitoring.js")
        icon = files.versionedPath("/favicon.svg")
    }
}
