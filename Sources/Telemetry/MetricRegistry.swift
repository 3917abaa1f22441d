import Synchronization

/// A figure that only ever grows.
public final class Counter: Sendable {
    private let number = Atomic(0)

    init() {}

    public var value: Int { number.load(ordering: .relaxed) }

    public func add(_ count: Int = 1) { number.wrappingAdd(count, ordering: .relaxed) }
}

/// A figure that comes and goes.
public final class Gauge: Sendable {
    private let number = Atomic(0)

    init() {}

    public var value: Int { number.load(ordering: .relaxed) }

    public func add(_ count: Int) { number.wrappingAdd(count, ordering: .relaxed) }

    public func set(_ value: Int) { number.store(value, ordering: .relaxed) }
}

/// Everything that a process shows to metrics servers. There is one of it: whoever counts something registers it here.
public final class MetricRegistry: Sendable {
    private let sources = Mutex<[@Sendable (inout MetricsText) -> Void]>([])

    public init() {}

    /// A counter; its name is without `_total`.
    public func counter(_ name: String, help: String) -> Counter {
        let counter = Counter()
        add {
            $0.family(name, .counter, help: help)
            $0.sample(counter.value)
        }
        return counter
    }

    public func gauge(_ name: String, help: String) -> Gauge {
        let gauge = Gauge()
        add {
            $0.family(name, .gauge, help: help)
            $0.sample(gauge.value)
        }
        return gauge
    }

    /// Takes up somebody who writes whole families when asked.
    public func add(_ source: @escaping @Sendable (inout MetricsText) -> Void) {
        sources.withLock { $0.append(source) }
    }

    public func text(_ format: MetricsText.Format) -> [UInt8] {
        var text = MetricsText(format)
        for source in sources.withLock({ $0 }) { source(&text) }
        return text.finished()
    }
}
