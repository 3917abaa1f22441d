import Markup
import Roadmap

/// A state as colour, shape and word, with its reason.
struct StatusMark: TemplateModel {
    /// How the stylesheet calls the states.
    enum State: String, Sendable {
        case good, attention, bad, now, none

        /// The state as charts colour it.
        var ofChart: ChartState? {
            switch self {
            case .good: .good
            case .attention: .attention
            case .bad: .bad
            case .now, .none: nil
            }
        }
    }

    let state: State
    let word: String
    let reason: String

    init(_ state: State, _ word: String, reason: String = "") {
        self.state = state
        self.word = word
        self.reason = reason
    }

    init(_ status: MetricStatus) {
        let word = status.kind.rawValue
        self.init(Self.state(of: status.kind), word.prefix(1).uppercased() + word.dropFirst(), reason: status.reason)
    }

    static func state(of kind: MetricStatus.Kind) -> State {
        switch kind {
        case .behind: .bad
        case .stale: .attention
        case .onTrack: .good
        case .noData: .none
        }
    }

    /// All of it.
    var saying: String { "\(state.rawValue) \(word): \(reason)" }

    static let shape = Shape<StatusMark>()
        .text("state") { $0.state.rawValue }
        .text("word") { $0.word }
        .text("reason") { $0.reason }
}
