import Access
import Configuration
import Roadmap

/// Accounts and tokens that let in more than they should.
struct AccountChecks {
    private let tracker: Tracker
    private let settings: Settings

    init(_ tracker: Tracker, _ settings: Settings) {
        self.tracker = tracker
        self.settings = settings
    }

    func findings() throws -> [AuditFinding] {
        try accounts(try Account.all(in: tracker)) + tokens(try AccessToken.all(in: tracker))
    }

    private func accounts(_ accounts: [Account]) throws -> [AuditFinding] {
        guard !accounts.isEmpty else {
            return [
                .look("There are no accounts yet.", "Open the link that `beast serve` prints, or use `beast user add`.")
            ]
        }
        let administrators = accounts.filter { $0.role == .administrator }.map(\.name)
        var findings: [AuditFinding] = []
        switch administrators.count {
        case 0: findings.append(.wrong("Nobody administers this.", "beast user role NAME administrator"))
        case 1:
            findings.append(
                .look("\(administrators[0]) alone administers this.", "A second administrator helps when one is away."))
        case 2...3: findings.append(.ok("\(counted(administrators.count, "administrator"))."))
        default:
            findings.append(
                .look(
                    "\(administrators.count) accounts administer this.", "Fewer are enough: beast user role NAME editor"
                ))
        }
        return findings
    }

    private static let longUnused: Int64 = 90 * 86_400

    private func tokens(_ all: [AccessToken]) -> [AuditFinding] {
        let good = all.filter { $0.isGood(at: tracker.now) }
        let limit = tracker.now.adding(seconds: -Self.longUnused)
        var findings: [AuditFinding] = []
        for token in good {
            let revoke = "beast token revoke \(token.prefix)"
            if (token.usedAt ?? token.createdAt) < limit {
                findings.append(.wrong("The token “\(token.name)” was not used for 90 days.", revoke))
            }
            if token.expiresAt == nil {
                findings.append(
                    .look("The token “\(token.name)” never expires.", "Make one that does, and \(revoke)"))
            }
            if token.grant.scopes.contains(.admin) {
                findings.append(
                    .look("The token “\(token.name)” may do everything.", "Make one with fewer scopes, and \(revoke)"))
            }
        }
        if findings.isEmpty {
            findings.append(.ok("\(counted(good.count, "token")), each used, limited and expiring."))
        }
        return findings
    }
}
