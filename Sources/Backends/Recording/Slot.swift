import Engine
import Synchronization

/// One request in a mapped file: 512 bytes that survive the process being killed.
///
/// What arrives is written first, then what became of it, each with a checksum over itself and the request's number;
/// the state comes last, so that what a state promises is complete whenever the process ends. After a power cut the
/// file may hold anything; the checksums tell.
///
///     0  state           4  check of the opening     8  number           16 received at
///     24 lengths of id, tenant and model asked       27 is streamed      32 the three texts, up to a multiple of 8
///     then, after the texts: 8 bytes check of the record, its numbers, and its three texts.
struct Slot {
    static let size = 512

    enum State: UInt32 {
        case free, open, finished
    }

    enum Content {
        case free
        case open(number: UInt64, RequestOpening)
        case finished(StoredRequest)
        /// What became of it cannot be read.
        case half(number: UInt64, RequestOpening)
        /// Nothing of it can be read.
        case torn
    }

    private enum Limit {
        static let id = 64
        static let tenant = 64
        static let model = 96
        static let code = 32
    }

    private static let openingTexts = 32
    private static let recordTexts = 88

    /// 512 bytes, aligned to 8.
    let base: UnsafeMutableRawPointer

    /// `Atomic` is laid out as the number it holds.
    private var state: UnsafeMutablePointer<Atomic<UInt32>> {
        base.assumingMemoryBound(to: Atomic<UInt32>.self)
    }

    func free() { state.pointee.store(State.free.rawValue, ordering: .releasing) }

    /// Texts too long for the slot are cut.
    func open(_ number: UInt64, _ opening: RequestOpening) {
        store(number, 8)
        store(opening.receivedAt, 16)
        store(UInt64(0), 24)
        var texts = SlotText(base, from: Self.openingTexts, to: Self.size)
        store(texts.write(opening.id, atMost: Limit.id), 24)
        store(texts.write(opening.tenant, atMost: Limit.tenant), 25)
        store(texts.write(opening.modelAsked, atMost: Limit.model), 26)
        store(UInt8(opening.isStreamed ? 1 : 0), 27)
        let end = texts.pad()
        store(UInt32(truncatingIfNeeded: checksum(from: 8, to: end, seed: number)), 4)
        state.pointee.store(State.open.rawValue, ordering: .releasing)
    }

    /// - Returns: false when this request is not open here; nothing is changed then.
    func finish(_ number: UInt64, _ record: RequestRecord) -> Bool {
        guard state.pointee.load(ordering: .acquiring) == State.open.rawValue,
            load(8, as: UInt64.self) == number
        else { return false }
        let start = openingEnd
        var texts = SlotText(base, from: start + Self.recordTexts, to: Self.size)
        store(Self.code(record.outcome), start + 8)
        store(Self.code(record.cache), start + 9)
        store(texts.write(record.modelServed, atMost: Limit.model), start + 10)
        store(texts.write(record.errorCode, atMost: Limit.code), start + 11)
        store(texts.write(record.tip, atMost: 255), start + 12)
        store(UInt8(0), start + 13)
        store(UInt16(clamping: record.status), start + 14)
        store(record.similarity, start + 16)
        store(UInt32(clamping: record.attempts), start + 20)
        store(record.usage.input, start + 24)
        store(record.usage.cachedInput, start + 32)
        store(record.usage.output, start + 40)
        store(record.cost, start + 48)
        store(record.saving, start + 56)
        store(record.queued, start + 64)
        store(record.firstByte, start + 72)
        store(record.total, start + 80)
        let end = texts.pad()
        store(checksum(from: start + 8, to: end, seed: number), start)
        state.pointee.store(State.finished.rawValue, ordering: .releasing)
        return true
    }

    /// Of the request that is in it, where one is.
    var number: UInt64 { load(8, as: UInt64.self) }

    func read() -> Content {
        let raw = state.pointee.load(ordering: .acquiring)
        if raw == State.free.rawValue { return .free }
        let number = load(8, as: UInt64.self)
        let textEnd = Self.openingTexts + openingTextBytes
        guard textEnd <= Self.size, let opening = readOpening(),
            UInt32(truncatingIfNeeded: checksum(from: 8, to: openingEnd, seed: number)) == load(4, as: UInt32.self)
        else { return .torn }
        if raw == State.open.rawValue { return .open(number: number, opening) }
        guard raw == State.finished.rawValue, let record = readRecord(number) else {
            return .half(number: number, opening)
        }
        return .finished(StoredRequest(number: number, opening: opening, record: record))
    }

    private var openingTextBytes: Int {
        Int(load(24, as: UInt8.self)) + Int(load(25, as: UInt8.self)) + Int(load(26, as: UInt8.self))
    }

    /// Where the opening ends and the record begins.
    private var openingEnd: Int { Self.padded(Self.openingTexts + openingTextBytes) }

    private func readOpening() -> RequestOpening? {
        var texts = SlotText(base, from: Self.openingTexts, to: Self.size)
        guard let id = texts.read(load(24, as: UInt8.self)), let tenant = texts.read(load(25, as: UInt8.self)),
            let model = texts.read(load(26, as: UInt8.self))
        else { return nil }
        return RequestOpening(
            id: id, receivedAt: load(16, as: Int64.self), tenant: tenant, modelAsked: model,
            isStreamed: load(27, as: UInt8.self) != 0)
    }

    private func readRecord(_ number: UInt64) -> RequestRecord? {
        let start = openingEnd
        guard start + Self.recordTexts <= Self.size else { return nil }
        let lengths = (10...12).map { load(start + $0, as: UInt8.self) }
        let end = start + Self.recordTexts + lengths.reduce(0) { $0 + Int($1) }
        guard end <= Self.size,
            checksum(from: start + 8, to: Self.padded(end), seed: number) == load(start, as: UInt64.self),
            let outcome = Self.outcome(load(start + 8, as: UInt8.self)),
            let cache = Self.cache(load(start + 9, as: UInt8.self))
        else { return nil }
        var texts = SlotText(base, from: start + Self.recordTexts, to: Self.size)
        var record = RequestRecord()
        guard let served = texts.read(lengths[0]), let code = texts.read(lengths[1]), let tip = texts.read(lengths[2])
        else { return nil }
        record.outcome = outcome
        record.cache = cache
        record.modelServed = served
        record.errorCode = code
        record.tip = tip
        record.status = Int(load(start + 14, as: UInt16.self))
        record.similarity = load(start + 16, as: Float.self)
        record.attempts = Int(load(start + 20, as: UInt32.self))
        record.usage = Usage(
            input: load(start + 24, as: Int64.self), cachedInput: load(start + 32, as: Int64.self),
            output: load(start + 40, as: Int64.self))
        record.cost = load(start + 48, as: Int64.self)
        record.saving = load(start + 56, as: Int64.self)
        record.queued = load(start + 64, as: Double.self)
        record.firstByte = load(start + 72, as: Double.self)
        record.total = load(start + 80, as: Double.self)
        return record
    }

    private func store<Value: BitwiseCopyable>(_ value: Value, _ offset: Int) {
        base.storeBytes(of: value, toByteOffset: offset, as: Value.self)
    }

    private func load<Value: BitwiseCopyable>(_ offset: Int, as type: Value.Type) -> Value {
        base.loadUnaligned(fromByteOffset: offset, as: type)
    }

    /// Folds each word's 128-bit product into the next: enough to notice what a crash tears, in a nanosecond a word.
    private func checksum(from start: Int, to end: Int, seed: UInt64) -> UInt64 {
        var hash = seed ^ 0x9E37_79B9_7F4A_7C15
        for offset in stride(from: start, to: end, by: 8) {
            let word = base.load(fromByteOffset: offset, as: UInt64.self)
            let product = (hash ^ word).multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
            hash = product.high ^ product.low ^ UInt64(offset)
        }
        return hash
    }

    private static func padded(_ offset: Int) -> Int { (offset + 7) & ~7 }

    private static func code(_ outcome: RequestRecord.Outcome) -> UInt8 {
        switch outcome {
        case .succeeded: 1
        case .failed: 2
        case .cancelled: 3
        }
    }

    private static func outcome(_ code: UInt8) -> RequestRecord.Outcome? {
        RequestRecord.Outcome.allCases.first { Self.code($0) == code }
    }

    private static func code(_ cache: CacheOutcome) -> UInt8 {
        switch cache {
        case .hitL1: 1
        case .hitL2: 2
        case .hitL3: 3
        case .semantic: 4
        case .miss: 5
        case .bypass: 6
        }
    }

    private static func cache(_ code: UInt8) -> CacheOutcome? {
        CacheOutcome.allCases.first { Self.code($0) == code }
    }
}
