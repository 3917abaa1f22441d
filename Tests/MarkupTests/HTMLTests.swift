import Testing

@testable import Markup

@Suite("HTML")
struct HTMLTests {
    @Test(
        "escaping shows the text and nothing else",
        arguments: [
            ("", ""),
            ("plain", "plain"),
            ("<b> & \"x\" 'y'", "&lt;b&gt; &amp; &quot;x&quot; &#39;y&#39;"),
            ("&amp;", "&amp;amp;"),
            ("größer 👍🏽 <", "größer 👍🏽 &lt;"),
            ("a\u{0}b", "a\u{FFFD}b"),
        ])
    func escaping(text: String, markup: String) {
        #expect(HTML.escape(text) == markup)
        #expect(HTML.escaping(text).markup == markup)
        var buffer: [UInt8] = []
        HTML.escape(text, into: &buffer)
        #expect(buffer == Array(markup.utf8))
    }

    @Test("pieces join in order")
    func joining() {
        let pieces = [HTML(markup: "<i>a</i>"), HTML.escaping("<")]
        #expect((pieces[0] + pieces[1]).markup == "<i>a</i>&lt;")
        #expect(pieces.joined(separator: HTML(markup: ", ")).markup == "<i>a</i>, &lt;")
        #expect([HTML]().joined().isEmpty)
    }
}
