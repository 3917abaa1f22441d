extension ModelRouter {
    /// The revision of what a request will be answered from, where the model knows it: an answer from documents that have
    /// changed since is not the answer any more.
    /// - Parameters:
    ///   - model: the one asked for, if there is one of that name.
    ///   - name: how it was asked for.
    func revision(of model: Model?, asked name: String) -> String? {
        if let model { return model.endpoint == nil ? call.upstream(model).revision : nil }
        // Where there is nothing to choose from, `auto` is the last resort.
        guard name == "auto", let last = call.choice.lastResort, let only = registry.models.first, only.name == last,
            registry.models.count == 1
        else { return nil }
        return call.upstream(only).revision
    }
}
