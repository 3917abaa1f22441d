import Spelling

/// Reads `alerts:` and checks what can be checked without the router.
struct AlertReader {
    private typealias Metric = Settings.Alerts.Metric

    private let file: String
    private(set) var problems: [ConfigurationProblem] = []

    init(file: String) {
        self.file = file
    }

    mutating func read(_ node: YAMLNode) -> Settings.Alerts {
        var alerts = Settings.Alerts()
        var section = SectionReader(node, file: file, named: "alerts")
        alerts.usesDefaults = section.flag("defaults") ?? true
        if let text = section.text("anomalies") {
            if let anomalies = Settings.Alerts.Anomalies(rawValue: text) {
                alerts.anomalies = anomalies
            } else {
                section.refuse("anomalies", "expected off, show or announce, found “\(text.prefix(60))”", "Write show.")
            }
        }
        let webhooks = section.items("webhooks")
        let rules = section.items("rules")
        section.finish()
        problems += section.problems
        for item in webhooks {
            guard let webhook = webhook(item) else { continue }
            let isKnown = alerts.webhooks.contains {
                $0.url == webhook.url && $0.urlVariable == webhook.urlVariable
            }
            if isKnown { refuse(item.line, "the webhook stands twice", "Keep one of the two.") }
            alerts.webhooks.append(webhook)
        }
        for item in rules {
            guard let rule = rule(item) else { continue }
            if let first = alerts.rules.first(where: { $0.name == rule.name }) {
                refuse(item.line, "the rule “\(rule.name)” stands twice, first in \(first.place)", "Rename one.")
            }
            alerts.rules.append(rule)
        }
        return alerts
    }

    private mutating func webhook(_ node: YAMLNode) -> Settings.Alerts.Webhook? {
        var section = SectionReader(node, file: file, named: "webhooks")
        let url = section.text("url")
        let urlVariable = section.variable("url_env")
        let secretVariable = section.variable("secret_env")
        section.finish()
        if section.problems.isEmpty, (url == nil) == (urlVariable == nil) {
            section.refuse(
                "url_env", "a webhook has either an address or the variable that holds it",
                "Write url_env: ALERTS_WEBHOOK, or url: for an address without secrets in it.")
        }
        if let url {
            // The address itself is not repeated: it may hold what should not be seen.
            if !url.hasPrefix("http://"), !url.hasPrefix("https://") {
                section.refuse("url", "it is no http address", "Write it as https://chat.example/hooks/alerts.")
            } else if url.contains("@") {
                section.refuse(
                    "url", "the address holds a user or a password",
                    "Put the whole address into a variable and name that with url_env.")
            }
        }
        problems += section.problems
        guard section.problems.isEmpty else { return nil }
        return .init(url: url, urlVariable: urlVariable, secretVariable: secretVariable, place: place(node))
    }

    private mutating func rule(_ node: YAMLNode) -> Settings.Alerts.Rule? {
        var section = SectionReader(node, file: file, named: "rules")
        let name = section.text("name", required: true)
        let metric = metric(&section)
        let above = section.bound("above")
        let below = section.bound("below")
        let window = section.seconds("window")
        let duration = section.seconds("for")
        let clear = section.number("clear", in: -1e12...1e12)
        let minimum = section.number("minimum", in: 1...1e9)
        section.finish()
        if let metric, section.problems.isEmpty {
            if metric.isMeasured {
                check(metric, above, below, clear, &section)
            } else {
                checkState(metric, duration, &section)
            }
        }
        if let window, ![60, 900, 3_600].contains(window) {
            section.refuse(
                "window", "figures are at hand for 1 minute, 15 minutes and 1 hour", "Write one of these.")
        }
        if let name, name.hasPrefix("Unusual ") {
            section.refuse(
                "name", "names that begin with Unusual are the program's own", "Choose another.")
        }
        problems += section.problems
        guard section.problems.isEmpty, let name, let metric else { return nil }
        return .init(
            name: name, metric: metric, above: above, below: below, window: window ?? 60, duration: duration ?? 0,
            clear: clear, minimum: minimum.map { Int($0) }, place: place(node))
    }

    private func metric(_ section: inout SectionReader) -> Settings.Alerts.Metric? {
        guard let text = section.text("metric", required: true) else { return nil }
        let names = Metric.allCases.map(\.rawValue)
        if let metric = Metric(rawValue: text) { return metric }
        let closest = Spelling.closest(to: text, among: names, limit: 1).first
        section.refuse(
            "metric", "there is no metric “\(text.prefix(60))” to watch",
            closest.map { "Did you mean \($0)?" } ?? "There are \(names.joined(separator: ", ")).")
        return nil
    }

    private func check(
        _ metric: Metric, _ above: Settings.Alerts.Bound?, _ below: Settings.Alerts.Bound?, _ clear: Double?,
        _ section: inout SectionReader
    ) {
        guard (above == nil) != (below == nil) else {
            section.refuse(
                "metric", "a rule for \(metric.rawValue) has one bound", "Add above: … or below: …, not both.")
            return
        }
        if above == .target || below == .target, !metric.hasTarget {
            section.refuse(
                above == nil ? "below" : "above", "\(metric.rawValue) has no target in the plan", "Write a number.")
        }
        guard let clear else { return }
        if case .value(let bound)? = above, clear > bound {
            section.refuse("clear", "it lies above the bound", "Write a number up to \(plain(bound)).")
        }
        if case .value(let bound)? = below, clear < bound {
            section.refuse("clear", "it lies below the bound", "Write a number from \(plain(bound)).")
        }
    }

    private func checkState(_ metric: Metric, _ duration: Int?, _ section: inout SectionReader) {
        for key in ["above", "below", "window", "clear", "minimum"] where section.has(key) {
            section.refuse(key, "\(metric.rawValue) is no number that could have it", "Leave it out.")
        }
        if metric == .traffic, duration == nil {
            section.refuse("metric", "a rule for traffic says for how long there may be none", "Add for: 10 minutes.")
        }
    }

    private func plain(_ number: Double) -> String {
        number == number.rounded() && abs(number) < 1e15 ? String(Int(number)) : String(number)
    }

    private func place(_ node: YAMLNode) -> String { "\(file):\(node.line)" }

    private mutating func refuse(_ line: Int, _ message: String, _ tip: String) {
        problems.append(ConfigurationProblem(place: "\(file):\(line)", message: message, tip: tip))
    }
}
