import Testing

@testable import JSON

@Suite struct PlainRunTests {
    @Test("a special byte is found at every place, whatever stands around it")
    func everyPlace() {
        for special: UInt8 in [0x00, 0x1F, 0x22, 0x5C] {
            for neighbour: UInt8 in [0x20, 0x21, 0x23, 0x5B, 0x5D, 0x7F, 0x80, 0xA2, 0xDC, 0xFF] {
                for place in 0..<24 {
                    var bytes = [UInt8](repeating: neighbour, count: 24)
                    bytes[place] = special
                    bytes.withUnsafeBufferPointer { buffer in
                        var mask: UInt8 = 0
                        #expect(PlainRun.skip(buffer, from: 0, mask: &mask) <= place)
                        #expect(PlainRun.skipASCII(buffer, from: 0) <= place)
                        #expect(mask == 0 || neighbour >= 0x80)
                    }
                }
            }
        }
    }

    @Test("plain bytes are passed in eights, and what is not ASCII leaves its mark")
    func plain() {
        Array(("abcdefgh" + "ijklmnoé" + "xyz").utf8).withUnsafeBufferPointer { buffer in
            var mask: UInt8 = 0
            #expect(PlainRun.skip(buffer, from: 0, mask: &mask) == 16)
            #expect(mask == 0x80)
            #expect(PlainRun.skipASCII(buffer, from: 0) == 8)
            #expect(PlainRun.skip(buffer, from: buffer.count, mask: &mask) == buffer.count)
        }
    }
}
