import Backends
import Configuration

extension ServerLog {
    /// The log as it is wanted; the program's messages go there too.
    /// - Throws: `StorageError` when its file cannot be opened.
    convenience init(_ settings: Settings.Log) throws {
        let style = settings.style.value
        try self.init(
            LogFormat(style), file: style == .off ? nil : settings.file?.value, clock: SystemClock())
    }
}

extension LogFormat {
    init(_ style: Settings.Log.Style) {
        self =
            switch style {
            case .text: .text
            case .json: .json
            case .off: .messages
            }
    }
}
