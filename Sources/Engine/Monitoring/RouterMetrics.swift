import Telemetry

extension Monitor {
    /// The bounds of the times in seconds: from an answer out of memory to the longest that a model is waited for.
    private static let bounds = [
        0.0001, 0.0005, 0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60,
    ]

    /// Writes what the router counted since the start, and how it stands.
    ///
    /// Models are told apart up to a limit, those beyond it are `other`; requests that named no model there is are `none`.
    public func write(to text: inout MetricsText) {
        let snapshot = snapshot()
        writeRequests(snapshot, to: &text)
        let cells = router.ledger.meter.read { history, names in
            history.lifetime.map { (names[$0], $1) }.sorted { $0.0 < $1.0 }
        }
        writeCounts(cells, to: &text)
        writeTimes(cells, to: &text)
        writeUpstreams(snapshot, to: &text)
        writeTiers(snapshot, to: &text)
    }

    private func writeRequests(_ snapshot: MonitoringSnapshot, to text: inout MetricsText) {
        text.family("beast_requests_received", .counter, help: "Chat requests received, earlier runs included.")
        text.sample(Int(snapshot.totals.received))
        text.family("beast_requests_in_flight", .gauge, help: "Chat requests received and not answered yet.")
        text.sample(Int(snapshot.totals.inFlight))
        text.family("beast_requests_unrecorded", .counter, help: "Chat requests that the journal had no room for.")
        text.sample(Int(snapshot.unrecorded))
        text.family("beast_health", .gauge, help: "1 for the router's state of health, 0 for the others.")
        let level = snapshot.verdict.level
        for other in HealthVerdict.Level.allCases {
            text.sample(other == level ? 1 : 0, [("state", other.rawValue)])
        }
    }

    private func writeCounts(_ cells: [(model: String, cell: MeterCell)], to text: inout MetricsText) {
        text.family("beast_requests", .counter, help: "Chat requests by model, outcome and where the answer came from.")
        for (model, cell) in cells {
            for outcome in RequestRecord.Outcome.allCases {
                for cache in CacheOutcome.allCases where cell.tally.count(outcome, cache) > 0 {
                    text.sample(
                        cell.tally.count(outcome, cache),
                        [("model", Self.label(model)), ("outcome", outcome.rawValue), ("cache", cache.rawValue)])
                }
            }
        }
        text.family("beast_tokens", .counter, help: "Tokens of answered requests; input includes cached input.")
        for (model, cell) in cells {
            for (kind, tokens) in [
                ("input", cell.tally.inputTokens), ("cached_input", cell.tally.cachedInputTokens),
                ("output", cell.tally.outputTokens),
            ] {
                text.sample(Int(tokens), [("model", Self.label(model)), ("kind", kind)])
            }
        }
        text.family("beast_cost_dollars", .counter, unit: "dollars", help: "What the models cost.")
        for (model, cell) in cells { text.sample(Self.dollars(cell.tally.cost), Self.labels(model)) }
        text.family(
            "beast_savings_dollars", .gauge, unit: "dollars",
            help: "What the same requests would have cost at the reference model, less what they cost.")
        for (model, cell) in cells { text.sample(Self.dollars(cell.tally.saving), Self.labels(model)) }
        text.family(
            "beast_queued_seconds", .counter, unit: "seconds", help: "Time spent waiting for a place at a model.")
        for (model, cell) in cells { text.sample(Double(cell.tally.queued) / 1e6, Self.labels(model)) }
    }

    private func writeTimes(_ cells: [(model: String, cell: MeterCell)], to text: inout MetricsText) {
        text.family(
            "beast_request_duration_seconds", .histogram, unit: "seconds",
            help: "From a request's last byte in to its answer's last byte out.")
        for (model, cell) in cells { text.histogram(cell.total, upTo: Self.bounds, Self.labels(model)) }
        text.family(
            "beast_first_byte_seconds", .histogram, unit: "seconds",
            help: "From a request's last byte in to the first byte of its streamed answer out.")
        for (model, cell) in cells { text.histogram(cell.firstByte, upTo: Self.bounds, Self.labels(model)) }
        text.family(
            "beast_overhead_seconds", .histogram, unit: "seconds",
            help: "What answered requests took beyond the time of their upstreams and the wait for a place there.")
        var overhead = Histogram()
        for (_, cell) in cells { overhead.merge(cell.overhead) }
        text.histogram(overhead, upTo: Self.bounds)
    }

    private func writeUpstreams(_ snapshot: MonitoringSnapshot, to text: inout MetricsText) {
        let models = snapshot.models.compactMap { model in model.standing.map { (Self.labels(model.name), $0) } }
        text.family("beast_upstream_calls", .counter, help: "Calls of upstreams by how they went.")
        for (labels, standing) in models {
            let upstream = standing.upstream
            text.sample(upstream.calls - upstream.failures, labels + [("result", "succeeded")])
            text.sample(upstream.failures, labels + [("result", "failed")])
        }
        text.family("beast_upstream_circuit", .gauge, help: "1 for the state of a model's circuit, 0 for the others.")
        for (labels, standing) in models {
            for circuit in ModelFigures.Circuit.allCases {
                text.sample(standing.circuit == circuit ? 1 : 0, labels + [("state", circuit.rawValue)])
            }
        }
        text.family("beast_upstream_in_flight", .gauge, help: "Requests that a model is answering.")
        for (labels, standing) in models { text.sample(standing.inFlight, labels) }
        text.family("beast_upstream_waiting", .gauge, help: "Requests that wait for a place at a model.")
        for (labels, standing) in models { text.sample(standing.waiting, labels) }
    }

    private func writeTiers(_ snapshot: MonitoringSnapshot, to text: inout MetricsText) {
        func family(
            _ name: String, _ kind: MetricsText.Kind, unit: String? = nil, _ help: String,
            _ value: (TierFigures) -> Int?
        ) {
            text.family("beast_tier_\(name)", kind, unit: unit, help: help)
            for tier in snapshot.tiers { if let value = value(tier) { text.sample(value, [("tier", tier.name)]) } }
        }
        family("up", .gauge, "Whether a tier of the cache works.") { $0.isOn ? 1 : 0 }
        family("hits", .counter, "Answers that a tier had.") { Int($0.hits) }
        family("misses", .counter, "Answers that a tier was asked for and had not.") { $0.misses.map(Int.init) }
        family("failures", .counter, "Calls of a tier that failed.") { $0.failures.map(Int.init) }
        family("evictions", .counter, "Answers that made room for others.") { $0.evictions.map(Int.init) }
        family("entries", .gauge, "Answers that a tier keeps.") { $0.entries }
        family("size_bytes", .gauge, unit: "bytes", "What they take.") { $0.bytes }
        family("capacity_bytes", .gauge, unit: "bytes", "What they may take.") { $0.capacity }
    }

    private static func label(_ model: String) -> String { model.isEmpty ? "none" : model }

    private static func labels(_ model: String) -> MetricsText.Labels { [("model", label(model))] }

    private static func dollars(_ microCents: Int64) -> Double { Double(microCents) / 100_000_000 }
}
