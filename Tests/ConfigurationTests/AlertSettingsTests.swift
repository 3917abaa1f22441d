import Testing

@testable import Configuration

@Suite("Alerts in the file") struct AlertSettingsTests {
    private func load(_ file: String) throws(ConfigurationError) -> Settings.Alerts {
        try Settings.load(environment: [:], workingDirectory: "/srv") { _ in .bytes(Array(file.utf8)) }.alerts
    }

    @Test("without any the built-in rules hold and nobody is told")
    func defaults() throws {
        #expect(try load("port: 1\n") == Settings.Alerts())
        #expect(Settings.Alerts().usesDefaults && Settings.Alerts().anomalies == .show)
    }

    @Test("webhooks and rules are read with their lines")
    func whole() throws {
        let alerts = try load(
            """
            alerts:
              defaults: false
              anomalies: announce
              webhooks:
                - url_env: ALERTS_WEBHOOK
                  secret_env: ALERTS_SECRET
                - { url: "https://chat.example/hooks/alerts" }
              rules:
                - { name: Errors, metric: errorRate, above: 5, window: 1 minute, for: 30 seconds, clear: 3 }
                - { name: Cache, metric: cacheHitRate, below: target, window: 1 hour, for: 10 minutes, minimum: 100 }
                - { name: Spend, metric: costRate, above: 2.5, window: 15 minutes }
                - { name: Down, metric: tier }
                - { name: Silence, metric: traffic, for: 10 minutes }
            """)
        #expect(!alerts.usesDefaults && alerts.anomalies == .announce)
        #expect(alerts.webhooks.map(\.urlVariable) == ["ALERTS_WEBHOOK", nil])
        #expect(alerts.webhooks.map(\.secretVariable) == ["ALERTS_SECRET", nil])
        #expect(alerts.webhooks.map(\.place) == ["beast.yaml:5", "beast.yaml:7"])
        #expect(alerts.rules.map(\.name) == ["Errors", "Cache", "Spend", "Down", "Silence"])
        #expect(alerts.rules.map(\.above) == [.value(5), nil, .value(2.5), nil, nil])
        #expect(alerts.rules.map(\.below) == [nil, .target, nil, nil, nil])
        #expect(alerts.rules.map(\.window) == [60, 3_600, 900, 60, 60])
        #expect(alerts.rules.map(\.duration) == [30, 600, 0, 0, 600])
        #expect(alerts.rules[0].clear == 3 && alerts.rules[1].minimum == 100)
        #expect(alerts.rules[4].place == "beast.yaml:13")
    }

    @Test(
        "what is wrong is told with its line",
        arguments: [
            ("alerts: off\n", "beast.yaml:1: “alerts” takes keys and values, found “off”."),
            ("alerts:\n  ruls: []\n", "beast.yaml:2: unknown key “ruls”. Did you mean rules?"),
            ("alerts:\n  rules: 5\n", "beast.yaml:2: “rules”: expected a list, found “5”."),
            (
                "alerts:\n  anomalies: loud\n",
                "beast.yaml:2: “anomalies”: expected off, show or announce, found “loud”."
            ),
            ("alerts:\n  defaults: 0\n", "beast.yaml:2: “defaults”: expected true or false, found “0”."),
            ("alerts:\n  webhooks:\n    - {}\n", "beast.yaml:3: “url_env”: a webhook has either an address or"),
            (
                "alerts:\n  webhooks:\n    - { url: https://a.example, url_env: A }\n",
                "beast.yaml:3: “url_env”: a webhook has either an address or"
            ),
            ("alerts:\n  webhooks:\n    - { url: ftp://hunter2 }\n", "beast.yaml:3: “url”: it is no http address."),
            (
                "alerts:\n  webhooks:\n    - { url: 'https://u:hunter2@a.example' }\n",
                "beast.yaml:3: “url”: the address holds a user or a password."
            ),
            (
                "alerts:\n  webhooks:\n    - { url_env: 'https://hunter2' }\n",
                "beast.yaml:3: “url_env”: it takes the name of an environment variable, never what is in it."
            ),
            (
                "alerts:\n  webhooks:\n    - { url_env: A, secret: hunter2 }\n",
                "beast.yaml:3: unknown key “secret”. Did you mean secret_env?"
            ),
            (
                "alerts:\n  webhooks:\n    - { url_env: A }\n    - { url_env: A }\n",
                "beast.yaml:4: the webhook stands twice."
            ),
            ("alerts:\n  rules:\n    - { metric: tier }\n", "beast.yaml:3: “name” is missing."),
            ("alerts:\n  rules:\n    - { name: A }\n", "beast.yaml:3: “metric” is missing."),
            (
                "alerts:\n  rules:\n    - name: A\n      metric: errorRat\n      above: 1\n",
                "beast.yaml:4: “metric”: there is no metric “errorRat” to watch. Did you mean errorRate?"
            ),
            (
                "alerts:\n  rules:\n    - { name: A, metric: errorRate }\n",
                "beast.yaml:3: “metric”: a rule for errorRate has one bound."
            ),
            (
                "alerts:\n  rules:\n    - { name: A, metric: errorRate, above: 1, below: 2 }\n",
                "beast.yaml:3: “metric”: a rule for errorRate has one bound."
            ),
            (
                "alerts:\n  rules:\n    - { name: A, metric: errorRate, above: much }\n",
                "beast.yaml:3: “above”: expected a number or target, found “much”."
            ),
            (
                "alerts:\n  rules:\n    - { name: A, metric: costRate, above: target }\n",
                "beast.yaml:3: “above”: costRate has no target in the plan."
            ),
            (
                "alerts:\n  rules:\n    - { name: A, metric: errorRate, above: 5, clear: 6 }\n",
                "beast.yaml:3: “clear”: it lies above the bound."
            ),
            (
                "alerts:\n  rules:\n    - { name: A, metric: cacheHitRate, below: 50, clear: 40 }\n",
                "beast.yaml:3: “clear”: it lies below the bound."
            ),
            (
                "alerts:\n  rules:\n    - { name: A, metric: errorRate, above: 5, window: 2 minutes }\n",
                "beast.yaml:3: “window”: figures are at hand for 1 minute, 15 minutes and 1 hour."
            ),
            (
                "alerts:\n  rules:\n    - { name: A, metric: errorRate, above: 5, for: 30 }\n",
                "beast.yaml:3: “for”: expected a time such as 30 seconds or 1 hour, found “30”."
            ),
            (
                "alerts:\n  rules:\n    - { name: A, metric: tier, above: 5 }\n",
                "beast.yaml:3: “above”: tier is no number"
            ),
            (
                "alerts:\n  rules:\n    - { name: A, metric: traffic }\n",
                "beast.yaml:3: “metric”: a rule for traffic says"
            ),
            (
                "alerts:\n  rules:\n    - { name: A, metric: tier }\n    - { name: A, metric: circuit }\n",
                "beast.yaml:4: the rule “A” stands twice, first in beast.yaml:3."
            ),
            (
                "alerts:\n  rules:\n    - { name: Unusual cost, metric: tier }\n",
                "beast.yaml:3: “name”: names that begin with Unusual are the program's own."
            ),
        ])
    func wrong(_ file: String, _ start: String) {
        let error = #expect(throws: ConfigurationError.self) { try load(file) }
        #expect(
            error?.problems.count == 1 && error?.description.hasPrefix(start) == true, "\(error?.description ?? "")")
        #expect(error?.description.contains("hunter2") == false)
    }
}
