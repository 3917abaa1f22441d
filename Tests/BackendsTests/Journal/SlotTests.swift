import Engine
import Testing

@testable import Backends

@Suite("A slot")
struct SlotTests {
    private final class Memory {
        let base = UnsafeMutableRawPointer.allocate(byteCount: Slot.size, alignment: 8)
        var slot: Slot { Slot(base: base) }

        init() { base.initializeMemory(as: UInt8.self, repeating: 0, count: Slot.size) }
        deinit { base.deallocate() }
    }

    private let memory = Memory()
    private var slot: Slot { memory.slot }

    @Test("holds a request from its arrival to its record")
    func life() {
        guard case .free = slot.read() else { return #expect(Bool(false), "a new slot is free") }
        slot.open(77, Requests.opening())
        guard case .open(77, let opening) = slot.read() else { return #expect(Bool(false), "it is open") }
        #expect(opening == Requests.opening())
        #expect(slot.finish(77, Requests.failed))
        guard case .finished(let request) = slot.read() else { return #expect(Bool(false), "it is finished") }
        #expect(request == StoredRequest(number: 77, opening: Requests.opening(), record: Requests.failed))
        slot.free()
        guard case .free = slot.read() else { return #expect(Bool(false), "it is free again") }
    }

    @Test("takes a record once, and only that of the request that it holds")
    func stranger() {
        slot.open(77, Requests.opening())
        #expect(!slot.finish(78, Requests.answered))
        #expect(slot.finish(77, Requests.answered))
        #expect(!slot.finish(77, Requests.failed))
    }

    @Test("keeps every outcome and every kind of cache answer")
    func kinds() {
        for outcome in RequestRecord.Outcome.allCases {
            for cache in CacheOutcome.allCases {
                var record = Requests.answered
                record.outcome = outcome
                record.cache = cache
                slot.free()
                slot.open(5, Requests.opening())
                #expect(slot.finish(5, record))
                guard case .finished(let request) = slot.read() else {
                    Issue.record("\(outcome) \(cache)")
                    continue
                }
                #expect(request.record == record)
            }
        }
    }

    @Test("cuts texts that are too long between two characters")
    func longTexts() {
        let long = String(repeating: "ä", count: 1_000)
        slot.open(
            1, RequestOpening(id: "x" + long, receivedAt: 1, tenant: long, modelAsked: long, isStreamed: false))
        var record = Requests.failed
        record.modelServed = long
        record.errorCode = long
        record.tip = "x" + long
        #expect(slot.finish(1, record))
        guard case .finished(let request) = slot.read() else { return #expect(Bool(false), "it is finished") }
        #expect(request.opening.id == "x" + String(repeating: "ä", count: 31))
        #expect(request.opening.tenant == String(repeating: "ä", count: 32))
        #expect(request.opening.modelAsked == String(repeating: "ä", count: 48))
        #expect(request.record.modelServed == String(repeating: "ä", count: 48))
        #expect(request.record.errorCode == String(repeating: "ä", count: 16))
        #expect(("x" + long).hasPrefix(request.record.tip))
    }

    @Test("notices every torn byte")
    func tornBytes() {
        slot.open(9, Requests.opening())
        #expect(slot.finish(9, Requests.answered))
        let whole = StoredRequest(number: 9, opening: Requests.opening(), record: Requests.answered)
        var noticed = 0
        for offset in 0..<Slot.size {
            let former = memory.base.load(fromByteOffset: offset, as: UInt8.self)
            memory.base.storeBytes(of: former ^ 0x55, toByteOffset: offset, as: UInt8.self)
            if case .finished(let request) = slot.read() {
                // Nothing is kept here.
                #expect(request == whole, "byte \(offset)")
            } else {
                noticed += 1
            }
            memory.base.storeBytes(of: former, toByteOffset: offset, as: UInt8.self)
        }
        // Two headers of 32 and 88 bytes, and 28 and 14 bytes of text, each up to a multiple of 8.
        #expect(noticed == 168)
    }

    @Test("of which only the record is torn still tells which request it was")
    func tornRecord() {
        slot.open(9, Requests.opening())
        #expect(slot.finish(9, Requests.answered))
        // Behind the opening and its 28 bytes of text comes the record.
        memory.base.storeBytes(of: 0xFF, toByteOffset: 32 + 32 + 40, as: UInt8.self)
        guard case .half(9, let opening) = slot.read() else { return #expect(Bool(false), "it is half there") }
        #expect(opening == Requests.opening())
    }
}
