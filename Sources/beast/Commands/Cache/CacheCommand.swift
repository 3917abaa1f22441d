/// `beast cache`
enum CacheCommand: CommandGroup {
    static let name = "cache"
    static let summary =
        "Looks into the cache of answers, warms it, empties it, explains when two questions count as the same."
    static var commands: [any Command.Type] {
        [
            CacheStatsCommand.self, CacheWarmCommand.self, CachePurgeCommand.self, CacheExplainCommand.self,
            CacheEvaluateCommand.self,
        ]
    }
}
