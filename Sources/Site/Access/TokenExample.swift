import Access
import JSON
import Roadmap

/// A line of `curl` that does what a token is for, ready to be copied.
public enum TokenExample {
    /// - Parameters:
    ///   - text: the token itself.
    ///   - address: of the server, such as `http://127.0.0.1:8080`.
    /// - Returns: nil where a token may do nothing that fits one line.
    public static func line(for grant: TokenGrant, text: String, address: String, plan: Plan) -> String? {
        let header = "-H 'Authorization: Bearer \(text)'"
        if grant.scopes.allow(.metricsWrite) {
            let metric = grant.metrics?.min() ?? plan.metrics.first?.name ?? "cacheHitRate"
            let target = plan.metrics.first { $0.name == metric }?.targets.first?.value ?? 1
            return "curl \(header) --data \(JSON.figure(target).text) \(address)/api/v1/metrics/\(metric)"
        }
        if grant.scopes.allow(.dogFoodWrite) { return "curl \(header) -X POST \(address)/api/v1/dogfood/improvement" }
        if grant.scopes.allow(.tasksWrite), let task = plan.tasks.first {
            return "curl \(header) -X PUT \(address)/api/v1/tasks/\(task.id)/completion"
        }
        if grant.scopes.allow(.chat) { return "curl \(header) \(address)/v1/models" }
        return grant.scopes.allow(.read) ? "curl \(header) \(address)/api/v1/status" : nil
    }
}
