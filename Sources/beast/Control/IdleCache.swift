import Backends
import Engine
import FoundationEssentials
import Storage

/// The tiers of a cache that no server uses: what lies in the data folder, and L2 where the environment names one.
///
/// It holds the folder's lock, so that no server starts on the files meanwhile.
struct IdleCache {
    let l2: TierSwitch?
    /// `nil` when there is no file.
    let l3: TierSwitch?
    private let file: SQLiteTier?
    private let lock: FolderLock?

    init(data: String, variables: [String: String]) throws {
        let clock = SystemClock()
        l2 = try TierConfiguration(environment: variables).makeTier(clock: clock).map { TierSwitch($0, clock: clock) }
        let path = ChatService.cacheFile(in: data)
        if FileManager.default.fileExists(atPath: path) {
            lock = try FolderLock(folder: data)
            let tier = try SQLiteTier(at: path, capacity: ChatService.diskCapacity, clock: clock)
            file = tier
            l3 = TierSwitch(tier, clock: clock)
        } else {
            (lock, file, l3) = (nil, nil, nil)
        }
    }

    /// The tiers there are, with how much they hold.
    func report() throws -> [TierReport] {
        let tiers = [l2, l3].compactMap { $0 }
        return try waiting {
            var reports: [TierReport] = []
            for tier in tiers { reports.append(await tier.report()) }
            return reports
        }
    }

    /// Empties them.
    /// - Returns: those that could not be emptied, and why.
    func purge() throws -> [(tier: String, error: String)] {
        let tiers = [l2, l3].compactMap { $0 }
        return try waiting {
            var failures: [(tier: String, error: String)] = []
            for tier in tiers {
                do {
                    try await tier.purge()
                } catch {
                    failures.append((tier.name, CommandLineTool.sentence(for: error)))
                }
            }
            return failures
        }
    }

    func close() {
        file?.close()
        lock?.release()
    }
}
