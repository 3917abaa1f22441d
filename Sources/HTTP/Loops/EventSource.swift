/// What else an ``EventLoop`` serves beside transfers. The loop calls it on its thread only.
protocol EventSource: AnyObject {
    /// Becomes readable when there is something to do.
    var descriptor: Int32 { get }

    /// Does what there is to do, without waiting.
    /// - Returns: after how many milliseconds it has to be called again if nothing happens; 0 when there is more to do,
    ///   nil when there is nothing to wait for.
    func work() -> Int64?
}
