public import Engine
import Glibc
public import Telemetry

/// What this process takes of the machine, under the names that every Prometheus client library uses.
public struct ProcessFigures: Sendable {
    private let startedAt: Int64

    public init(clock: any EngineClock) {
        startedAt = clock.milliseconds
    }

    public func write(to text: inout MetricsText) {
        text.family("process_cpu_seconds", .counter, unit: "seconds", help: "User and system time spent.")
        text.sample(Self.cpuSeconds)
        if let bytes = Self.residentBytes {
            text.family("process_resident_memory_bytes", .gauge, unit: "bytes", help: "Memory that is in use.")
            text.sample(bytes)
        }
        text.family("process_start_time_seconds", .gauge, unit: "seconds", help: "When it started, since 1970.")
        text.sample(Double(startedAt) / 1_000)
    }

    private static var cpuSeconds: Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// `nil` where the kernel does not say.
    private static var residentBytes: Int? {
        let file = open("/proc/self/statm", O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var buffer = [UInt8](repeating: 0, count: 128)
        let count = read(file, &buffer, buffer.count)
        guard count > 0 else { return nil }
        // The second number, in pages.
        let fields = String(decoding: buffer[..<count], as: UTF8.self).split(separator: " ")
        return fields.count > 1 ? Int(fields[1]).map { $0 * sysconf(Int32(_SC_PAGESIZE)) } : nil
    }
}
