/// How a document is turned into markup for one page.
public struct Rendering: Sendable {
    /// How a task is to be shown, when that is known better than from the document.
    public struct TaskAppearance: Sendable, Hashable {
        public var done: Bool
        /// Where the task can be seen and ticked.
        public var href: String?

        public init(done: Bool, href: String? = nil) {
            self.done = done
            self.href = href
        }
    }

    /// Added to each heading's level, so that the page around the document may have the only `h1`. Levels end at 6.
    public var headingShift: Int
    /// Whether the first level-1 heading is left out, because the page shows the title itself.
    public var omitsTitle: Bool
    /// Where a link to another document leads: receives the path of a link within the site that ends in `.md`, as
    /// written and without `?…` and `#…`, which are kept. `nil` leaves the link as it is.
    public var link: @Sendable (_ path: String) -> String?
    /// How the task with this line in the file and this title is shown; `nil` shows it as the document has it.
    public var task: @Sendable (_ line: Int, _ title: String) -> TaskAppearance?

    public init(
        headingShift: Int = 0,
        omitsTitle: Bool = false,
        link: @escaping @Sendable (_ path: String) -> String? = { _ in nil },
        task: @escaping @Sendable (_ line: Int, _ title: String) -> TaskAppearance? = { _, _ in nil }
    ) {
        self.headingShift = headingShift
        self.omitsTitle = omitsTitle
        self.link = link
        self.task = task
    }
}
