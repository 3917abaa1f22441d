import Synchronization

/// Where the segments lie, readable without a lock. Whoever holds the segments has to outlive every use of it.
///
/// Unchecked: the pointer never changes, and what it points to is atomic.
final class SegmentBases: @unchecked Sendable {
    private let addresses: UnsafeMutablePointer<Atomic<UInt>>
    private let capacity: Int

    init(capacity: Int) {
        self.capacity = capacity
        addresses = .allocate(capacity: capacity)
        for index in 0..<capacity { (addresses + index).initialize(to: Atomic(0)) }
    }

    deinit {
        addresses.deinitialize(count: capacity)
        addresses.deallocate()
    }

    func set(_ segment: SlotSegment, at position: Int) {
        addresses[position].store(UInt(bitPattern: segment[0].base), ordering: .releasing)
    }

    /// `nil` when there is no such slot.
    func slot(_ index: UInt32) -> Slot? {
        let (position, slot) = Int(index).quotientAndRemainder(dividingBy: SlotSegment.slots)
        guard position < capacity,
            let base = UnsafeMutableRawPointer(bitPattern: addresses[position].load(ordering: .acquiring))
        else { return nil }
        return Slot(base: base + slot * Slot.size)
    }
}
