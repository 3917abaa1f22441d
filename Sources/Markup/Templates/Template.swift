/// A template that was checked against a model: everything that it names is there.
public struct Template<Model: TemplateModel>: Sendable {
    private let steps: [any TemplateStep]

    init(steps: [any TemplateStep]) {
        self.steps = steps
    }

    /// The model as the template shows it.
    public func render(_ model: Model) -> HTML {
        var output: [UInt8] = []
        output.reserveCapacity(16_384)
        render(model, into: &output)
        return HTML(markup: String(decoding: output, as: UTF8.self))
    }

    /// Appends the model, as the template shows it, to a buffer of UTF-8.
    public func render(_ model: Model, into output: inout [UInt8]) {
        withUnsafePointer(to: model) { model in
            var frames = TemplateFrames(UnsafeRawPointer(model))
            steps.run(&frames, &output)
        }
    }
}
