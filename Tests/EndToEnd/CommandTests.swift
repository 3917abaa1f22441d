import Foundation
import Testing

@Suite("Commands beside a running server")
struct CommandTests {
    @Test("the five commands work on a running server's data and show in the browser at once")
    func commandsShowInTheBrowser() throws {
        let place = try Workplace()
        let server = try place.serve()

        #expect(try server.get("/").text.contains("0 of 211"))
        let status = try place.beast("status")
        #expect(status.code == 0 && status.messages.isEmpty)
        #expect(status.output.contains("0 of 211 tasks done"))

        let page = "/roadmap/month/1"
        let tick = #"id="m1w1-fix-failed-request-tracking-tick" role="checkbox" aria-checked="#
        #expect(try server.get(page).text.contains(tick + "\"false\""))
        let complete = try place.beast("complete", "1", "1", "Fix failed request tracking")
        #expect(complete.code == 0 && complete.output == "Done: Fix failed request tracking\n")
        #expect(try server.get(page).text.contains(tick + "\"true\""))
        #expect(try server.get("/activity").text.contains("tester"))

        #expect(try server.get("/targets/cacheHitRate").text.contains("no reading yet"))
        #expect(try place.beast("metric", "cacheHitRate", "40").code == 0)
        #expect(try server.get("/targets/cacheHitRate").text.contains("One reading: 40 %"))

        #expect(try place.beast("dogfood", "improvement").code == 0)
        #expect(try server.get("/dogfood").text.contains(", 1 of 1, goal"))
        #expect(try place.beast("dogfood", "improvement", "--by", "hand").code == 0)
        #expect(try server.get("/dogfood").text.contains(", 1 of 2, goal"))

        let report = try place.beast("report")
        #expect(report.code == 0)
        let week = try #require(try JSONSerialization.jsonObject(with: Data(report.bytes)) as? [String: Any])
        let done = try #require(week["tasksDone"] as? [[String: Any]])
        #expect(done.map { $0["title"] as? String } == ["Fix failed request tracking"])
        #expect(try server.get("/reports/\(week["week"] ?? "")").text.contains("Fix failed request tracking"))

        #expect(try place.beast("reopen", "1", "1", "Fix failed request tracking").code == 0)
        #expect(try server.get(page).text.contains(tick + "\"false\""))
        #expect(try server.stop().code == 0)
    }

    @Test(
        "a near miss changes nothing, names the closest and ends with 1",
        arguments: [
            (["complete", "1", "1", "Fix failed request trackin"], "“Fix failed request tracking”"),
            (["complete", "1", "2", "Fix failed request tracking"], "Month 1, week 2 has no task"),
            (["complete", "13", "1", "Fix failed request tracking"], "It has months 1 to 12"),
            (["complete", "1", "9", "Fix failed request tracking"], "It has weeks 1, 2, 3, 4"),
            (["reopen", "1", "1", "Fix failed request"], "“Fix failed request tracking”"),
            (["metric", "cacheHitrat", "40"], "“cacheHitRate”"),
            (["metric", "cacheHitRate", "forty"], "is not a number"),
            (["metric", "cacheHitRate", "NaN"], "not NaN"),
            (["metric", "cacheHitRate", "1e400"], "not infinity"),
            (["metric", "cacheHitRate", ""], "is not a number"),
            (["metric", "cacheHitRate", "101"], "is a percentage and cannot be 101"),
            (["metric", "latency", "-3"], "cannot be negative"),
            (["metric", "throughput", "1e13"], "cannot be that large"),
            (["metric", "latency", "3", "--at", "2999-01-01T00:00:00Z"], "cannot lie in the future"),
            (["metric", "latency", "3", "--at", "1999-12-31T00:00:00Z"], "Readings begin with the year 2000"),
            (["metric", "latency", "3", "--at", "2026-02-30T00:00:00Z"], "is not an instant"),
            (["dogfood", "improvment"], "improvement, test, optimization, doc"),
            (["report", "--week", "2025-W53"], "Choose a week from 2025-W01 to 2025-W52"),
            (["report", "--week", "2026-W54"], "Choose a week from 2026-W01 to 2026-W53"),
            (["report", "--week", "2999-W01"], "has not begun"),
            (["status", "--month", "13"], "It has months 1 to 12"),
        ])
    func nearMisses(words: [String], tip: String) throws {
        let place = try Workplace()
        let outcome = try Child([Workplace.program] + words, in: place.folder, environment: [:]).finish()
        #expect(outcome.code == 1)
        #expect(outcome.output.isEmpty, "messages do not belong on standard output")
        #expect(outcome.messages.hasPrefix("beast: ") && outcome.messages.contains(tip), "\(outcome.messages)")
        let changes =
            "SELECT (SELECT COUNT(*) FROM task_event) + (SELECT COUNT(*) FROM reading)"
            + " + (SELECT COUNT(*) FROM dogfood_entry)"
        if place.exists("data/beast.db") { #expect(try place.query(changes) == "0\n") }
    }

    @Test(
        "what cannot be understood ends with 2 and says what would be",
        arguments: [
            ([], "usage: beast COMMAND"),
            (["stauts"], "`beast status`"),
            (["complete", "1", "1"], "takes a month, a week and a title"),
            (["complete", "one", "1", "x"], "“one” is not a month"),
            (["metric", "cacheHitRate"], "takes a name and a value"),
            (["dogfood"], "takes a kind"),
            (["dogfood", "test", "--by", "foot"], "--by hand"),
            (["report", "--format", "pdf"], "json, md, html or csv|html, md, csv, json"),
            (["report", "now"], "--week"),
            (["status", "--jsn"], "--json"),
            (["status", "--json", "--json"], "stands twice"),
            (["status", "--json=yes"], "takes no value"),
            (["status", "--month"], "needs a value"),
            (["serve", "--port", "eighty"], "a whole number from 0 to 65535"),
            (["serve", "--port", "65536"], "a whole number from 0 to 65535"),
            (["serve", "--access-writing", "everybody"], "expected one of open, signed-in"),
            (["status", "--time-zone", "Europe/Berlim"], "Europe/Berlin"),
        ])
    func usage(words: [String], tip: String) throws {
        let place = try Workplace()
        let outcome = try Child([Workplace.program] + words, in: place.folder, environment: [:]).finish()
        #expect(outcome.code == 2)
        #expect(outcome.output.isEmpty, "messages do not belong on standard output")
        #expect(tip.split(separator: "|").contains { outcome.messages.contains($0) }, "\(outcome.messages)")
    }

    @Test("every command has help on standard output, by --help and by help")
    func help() throws {
        let place = try Workplace()
        let all = try place.beast("help")
        #expect(all.code == 0 && all.messages.isEmpty)
        #expect(try place.beast("--help").output == all.output)
        let names = all.output.split(separator: "\n").filter { $0.hasPrefix("  ") }
            .compactMap { $0.split(separator: " ").first.map(String.init) }
        #expect(Set(names).isSuperset(of: ["serve", "status", "complete", "metric", "dogfood", "report", "check"]))
        for name in names {
            let help = try place.beast(name, "--help")
            #expect(help.code == 0 && help.output.hasPrefix("usage: beast \(name)"), "\(name)")
            #expect(try place.beast("help", name).output == help.output, "\(name)")
        }
        #expect(!place.exists("data"), "help makes no data folder")
    }

    @Test(
        "--json is JSON",
        arguments: [
            ["status", "--json"], ["status", "--month", "1", "--json"],
            ["complete", "1", "1", "Fix failed request tracking", "--json"],
            ["reopen", "1", "1", "Fix failed request tracking", "--json"], ["metric", "cacheHitRate", "40", "--json"],
            ["dogfood", "doc", "--json"], ["report"],
        ])
    func json(words: [String]) throws {
        let place = try Workplace()
        let outcome = try Child([Workplace.program] + words, in: place.folder, environment: [:]).finish()
        #expect(outcome.code == 0)
        #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(outcome.bytes)) }
    }

    @Test("colours are for terminals, and NO_COLOR turns them off")
    func colours() throws {
        let place = try Workplace()
        let escape = "\u{1B}["
        #expect(try !place.beast("status").output.contains(escape))
        let command = Workplace.program + " status"
        let coloured = try place.run("script", "-qec", command, "/dev/null", environment: ["TERM": "xterm"])
        #expect(coloured.output.contains(escape))
        let plain = try place.run(
            "script", "-qec", command, "/dev/null", environment: ["TERM": "xterm", "NO_COLOR": "1"])
        #expect(plain.output.contains("BEAST MODE") && !plain.output.contains(escape))
    }
}
