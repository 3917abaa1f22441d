/// `beast cache`
enum CacheCommand: CommandGroup {
    static let name = "cache"
    static let summary =
        "Looks into the cache of answers, empties it, and explains what it takes for the same question."
    static var commands: [any Command.Type] { [CacheEvaluateCommand.self] }
}
