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
