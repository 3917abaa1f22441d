/// One thing to do when a template is rendered. Names are resolved already: to a field, and to the number of the
/// enclosing section, from the outside, whose value has it.
///
/// Each kind is a class of its own and not a case of one enumeration, because reading a case copies, and so counts
/// references to, all that it holds.
protocol TemplateStep: AnyObject, Sendable {
    func run(_ frames: inout TemplateFrames, _ output: inout [UInt8])
}

extension Array where Element == any TemplateStep {
    func run(_ frames: inout TemplateFrames, _ output: inout [UInt8]) {
        for step in self { step.run(&frames, &output) }
    }
}

/// Prints what the template has.
final class LiteralStep: TemplateStep {
    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    func run(_ frames: inout TemplateFrames, _ output: inout [UInt8]) {
        output.append(contentsOf: bytes)
    }
}

/// Prints a field.
final class ValueStep: TemplateStep {
    private let field: Field
    private let frame: Int

    init(_ field: Field, frame: Int) {
        self.field = field
        self.frame = frame
    }

    func run(_ frames: inout TemplateFrames, _ output: inout [UInt8]) {
        field.write(frames[frame], &output)
    }
}

/// Runs its steps when the field is truthy, or is not.
final class ConditionStep: TemplateStep {
    private let field: Field
    private let frame: Int
    private let expected: Bool
    private let steps: [any TemplateStep]

    init(_ field: Field, frame: Int, expected: Bool, _ steps: [any TemplateStep]) {
        self.field = field
        self.frame = frame
        self.expected = expected
        self.steps = steps
    }

    func run(_ frames: inout TemplateFrames, _ output: inout [UInt8]) {
        if field.isTruthy(frames[frame]) == expected { steps.run(&frames, &output) }
    }
}

/// Runs its steps once for each value of the field, whose names they may use.
final class ContextStep: TemplateStep {
    private let field: Field
    private let frame: Int
    private let steps: [any TemplateStep]

    init(_ field: Field, frame: Int, _ steps: [any TemplateStep]) {
        self.field = field
        self.frame = frame
        self.steps = steps
    }

    func run(_ frames: inout TemplateFrames, _ output: inout [UInt8]) {
        field.each(frames[frame]) { address in
            frames.push(address)
            steps.run(&frames, &output)
            frames.pop()
        }
    }
}
