import CSV
import Testing

@Suite("Comma-separated values") struct CSVTests {
    @Test(
        "a cell is quoted where it has to be",
        arguments: [
            ("plain", "plain"), ("a,b", "\"a,b\""), ("say \"hi\"", "\"say \"\"hi\"\"\""), ("a\nb", "\"a\nb\""),
            ("a\r\nb", "\"a\r\nb\""), ("", ""), ("é", "é"), ("a b", "a b"),
        ])
    func quoting(text: String, cell: String) {
        #expect(CSV.line([text, "x"]) == cell + ",x\r\n")
    }

    @Test(
        "what a spreadsheet would run is text, and numbers stay numbers",
        arguments: [
            ("=1+1", "'=1+1"), ("+1", "'+1"), ("@SUM(A1)", "'@SUM(A1)"), ("-A1", "'-A1"), ("\t=1", "\"'\t=1\""),
            ("\r=1", "\"'\r=1\""), ("\r\n=1", "\"'\r\n=1\""), ("＝1", "'＝1"), ("=\u{301}1", "'=\u{301}1"),
            ("-0.5", "-0.5"),
            ("a=1", "a=1"),
        ])
    func formulas(text: String, cell: String) {
        #expect(CSV.line([text]) == cell + "\r\n")
    }

    @Test("commas and quotes count with an accent on them, so that no text makes cells of its own")
    func accents() {
        #expect(CSV.line(["a,\u{301}=1+1"]) == "\"a,\u{301}=1+1\"\r\n")
        #expect(CSV.line(["a,\"\u{301},=1+1"]) == "\"a,\"\"\u{301},=1+1\"\r\n")
    }
}
