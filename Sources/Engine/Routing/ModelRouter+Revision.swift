extension ModelRouter {
    /// The revision of what a request will be answered from, where the model knows it: an answer from documents that have
    /// changed since is not the answer any more.
    /// - Parameter model: the one asked for by name.
    func revision(of model: Model?, for request: ChatRequest) -> String? {
        if let model { return model.endpoint == nil ? call.upstream(model).revision : nil }
        // Where there is nothing to choose from, `auto` is the last resort.
        guard request.model == "auto", let name = call.choice.lastResort, let only = registry.models.first,
            only.name == name, registry.models.count == 1
        else { return nil }
        return call.upstream(only).revision
    }
}
