import Engine
import HTTP
import Secrets

/// An address that alerts are posted to, and the secret they are signed with.
public struct Webhook: Sendable, Hashable {
    let hook: AlertHook
    let address: String
    let secret: String?

    /// - Parameters:
    ///   - variable: the name of the variable that holds the address, where one does. It names the webhook over restarts,
    ///     so that another address in it is still the same webhook.
    ///   - address: `nil` when the variable is not set.
    ///   - secret: `nil` for unsigned posts.
    ///   - problem: why nothing can be sent there.
    public init(variable: String?, address: String?, secret: String?, problem: String? = nil) {
        self.address = address ?? ""
        self.secret = secret
        let url = address ?? ""
        let isAddress = url.hasPrefix("http://") || url.hasPrefix("https://")
        let host = isAddress ? Self.host(of: url) : ""
        let name = variable.map { "variable \($0)" } ?? "address \(url)"
        var trouble = problem
        if trouble == nil, address == nil { trouble = "The variable \(variable ?? "") is not set." }
        if trouble == nil, host.isEmpty || url.contains("@") {
            trouble =
                "\(variable.map { "The variable \($0)" } ?? "url") does not hold an http address without a password."
        }
        hook = AlertHook(
            key: Digest.check(Array(name.utf8)).hexadecimal, label: host.isEmpty ? variable ?? "webhook" : host,
            problem: trouble)
    }

    /// Without path and query, in which secrets lie, and without a user.
    private static func host(of url: String) -> String {
        let authority = url.dropFirst(url.hasPrefix("https") ? 8 : 7).prefix { !"/?#".contains($0) }
        return String(authority.split(separator: "@").last ?? "")
    }
}
