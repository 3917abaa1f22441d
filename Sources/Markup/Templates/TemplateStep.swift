/// One thing to do when a template is rendered. Names are resolved already: to a field, and to the number of the
/// enclosing section, from the outside, whose value has it.
indirect enum TemplateStep: Sendable {
    case literal([UInt8])
    case value(Field, frame: Int)
    /// Runs its steps when the field is truthy, or is not.
    case condition(Field, frame: Int, expected: Bool, [TemplateStep])
    /// Runs its steps once for each value of the field, whose names they may use.
    case context(Field, frame: Int, [TemplateStep])

    static func run(_ steps: [TemplateStep], _ frames: inout TemplateFrames, _ output: inout [UInt8]) {
        for step in steps {
            switch step {
            case .literal(let bytes):
                output.append(contentsOf: bytes)
            case .value(let field, let frame):
                field.write(frames[frame], &output)
            case .condition(let field, let frame, let expected, let steps):
                if field.isTruthy(frames[frame]) == expected { run(steps, &frames, &output) }
            case .context(let field, let frame, let steps):
                field.each(frames[frame]) { address in
                    frames.push(address)
                    run(steps, &frames, &output)
                    frames.pop()
                }
            }
        }
    }
}

/// The addresses of the values of the sections around a step, the page's model first. Each is lent by the caller of the
/// step that pushed it and is popped before that call returns.
struct TemplateFrames {
    private var addresses: [UnsafeRawPointer]

    init(_ root: UnsafeRawPointer) {
        addresses = []
        addresses.reserveCapacity(16)
        addresses.append(root)
    }

    subscript(index: Int) -> UnsafeRawPointer { addresses[index] }

    mutating func push(_ address: UnsafeRawPointer) {
        addresses.append(address)
    }

    mutating func pop() {
        addresses.removeLast()
    }
}
