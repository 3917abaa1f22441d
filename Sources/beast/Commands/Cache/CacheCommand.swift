/// `beast cache`
enum CacheCommand: CommandGroup {
    static let name = "cache"
    static let summary = "Looks into the cache of answers, empties it, explains when two questions count as the same."
    static var commands: [any Command.Type] {
        [CacheStatsCommand.self, CachePurgeCommand.self, CacheExplainCommand.self, CacheEvaluateCommand.self]
    }
}
