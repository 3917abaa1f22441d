import Backends
import Dispatch
import Engine
import FoundationEssentials
import Synchronization
import Telemetry

/// Measures what it takes to count a request as it comes and as it goes, and how much of that is one histogram.
///
/// On every core at once a request takes as long as alone, if the threads share neither a lock nor a line of memory.
struct MeterBench {
    /// Requests to one measurement, for one takes less than the clock can tell.
    private static let batch = 1_000
    private static let batches = 1_000
    /// As many as one connection's thread may have under way.
    private static let inFlight = 16
    /// Nanoseconds from one request to the next: the seconds that go by are given to the history, as they would be.
    private static let pause: Int64 = 10_000

    func run() -> [RouterBench.Line] {
        let cores = ProcessInfo.processInfo.activeProcessorCount
        return [
            RouterBench.Line("adding to a histogram", note: "of latencies", microseconds: histogram()),
            RouterBench.Line("counting a request", note: "with its histograms, one thread", microseconds: meter(1)),
            RouterBench.Line(
                "counting a request on every core", note: "\(cores) threads, one meter", microseconds: meter(cores)),
        ]
    }

    private func histogram() -> [Double] {
        var recorder = HistogramRecorder()
        return (0..<Self.batches).map { batch in
            let time = RouterBench.microseconds(each: Self.batch) {
                recorder.record(Int64(20_000 + $0 &* 7_919 % 400_000))
            }
            _ = recorder.take()
            return time
        }
    }

    /// Microseconds a request, on each of so many threads.
    private func meter(_ threads: Int) -> [Double] {
        let meter = RequestMeter(former: Ledger.Totals(), clock: SystemClock())
        let times = Mutex<[Double]>([])
        // Threads that were started alike, as a server's are: by where their stacks lie they are told apart.
        let group = DispatchGroup()
        for thread in 0..<threads {
            DispatchQueue.global().async(group: group) {
                let found = requests(of: thread, in: meter)
                times.withLock { $0 += found }
            }
        }
        group.wait()
        return times.withLock { $0 }
    }

    private func requests(of thread: Int, in meter: RequestMeter) -> [Double] {
        var record = RequestRecord()
        record.modelServed = "custom:your-model"
        record.cache = .hitL1
        record.total = 0.08
        record.firstByte = 0.08
        let openings = (0..<Self.inFlight).map {
            RequestOpening(
                id: "bench-\(thread)-\($0)-0123456789", receivedAt: 0, tenant: "local",
                modelAsked: "custom:your-model", isStreamed: false)
        }
        var now = meter.origin
        var places = openings.map { meter.open($0, at: now) }
        return (0..<Self.batches).map { _ in
            RouterBench.microseconds(each: Self.batch) {
                let place = $0 % Self.inFlight
                now += Self.pause
                meter.close(places[place], record, at: now)
                places[place] = meter.open(openings[place], at: now)
            }
        }
    }
}
