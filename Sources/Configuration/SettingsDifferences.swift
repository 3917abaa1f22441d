extension Settings {
    /// The settings that differ from others' in their values, apart from the models and what refers to them.
    public func differences(from other: Settings) -> [SettingKey] {
        func isSame<Value>(_ path: KeyPath<Settings, Setting<Value>>) -> Bool {
            self[keyPath: path].value == other[keyPath: path].value
        }
        func isSame<Value>(_ path: KeyPath<Settings, Setting<Value>?>) -> Bool {
            self[keyPath: path]?.value == other[keyPath: path]?.value
        }
        let same: [(SettingKey, Bool)] = [
            (.timeZone, isSame(\.timeZone)), (.data, isSame(\.data)), (.roadmap, isSame(\.roadmap)),
            (.host, isSame(\.host)), (.port, isSame(\.port)), (.reportsFolder, isSame(\.reports.folder)),
            (.publicFolder, isSame(\.publicFolder)), (.templates, isSame(\.templates)),
            (.cacheMemory, isSame(\.cache.memory)), (.semanticThreshold, isSame(\.cache.semanticThreshold)),
            (.warming, isSame(\.cache.warming.isEnabled)), (.warmingBudget, isSame(\.cache.warming.budget)),
            (.warmingConcurrency, isSame(\.cache.warming.concurrency)), (.log, isSame(\.log.style)),
            (.logFile, isSame(\.log.file)), (.drain, isSame(\.drain)), (.hosts, isSame(\.hosts)),
            (.tlsCertificate, tls?.certificate.value == other.tls?.certificate.value),
            (.tlsKey, tls?.key.value == other.tls?.key.value), (.connections, isSame(\.limits.connections)),
            (.connectionsPerAddress, isSame(\.limits.connectionsPerAddress)),
        ]
        return same.filter { !$0.1 }.map(\.0)
    }
}
