import Foundation
import Markup
import Testing

@testable import Roadmap

@Suite("The documents that come with the program") struct ShippedDocumentsTests {
    private let library: Library

    init() {
        let root = URL(fileURLWithPath: #filePath).pathComponents.dropFirst().dropLast(4).joined(separator: "/")
        library = Library(folder: "/" + root + "/roadmap")
    }

    @Test("they make a plan of twelve months with four weeks each, and every week has tasks")
    func months() throws {
        let documents = library.current
        #expect(documents.problems == [])
        let plan = documents.plan
        #expect(plan.start == day("2026-01-01"))
        #expect(
            plan.quarters.map { "Q\($0.number) \($0.title)" } == [
                "Q1 Foundation & Optimization", "Q2 Intelligence & Prediction", "Q3 Automation & Self-Improvement",
                "Q4 Scale & Excellence",
            ])
        #expect(
            plan.months.map(\.title) == [
                "Fix & Monitor", "Cost Optimization", "Performance Baseline", "Predictive Selection",
                "Cost Intelligence", "A/B Testing", "Auto-Optimization", "Advanced Automation",
                "Continuous Improvement", "Enterprise Scale", "Quality Excellence", "Final Excellence",
            ])
        for month in plan.months {
            #expect(month.weeks.map(\.number) == [1, 2, 3, 4], "month \(month.number)")
            #expect(month.weeks.allSatisfy { !$0.tasks.isEmpty && !$0.title.isEmpty }, "month \(month.number)")
        }
        #expect(try plan.task(month: 1, week: 1, title: "Fix failed request tracking").due == day("2026-01-07"))
    }

    @Test("their goals for dog-fooding are 80, 90, 70 and 100 per cent")
    func goals() {
        let goals = library.current.plan.goals
        #expect(
            Dictionary(uniqueKeysWithValues: goals.map { ($0.kind, $0.percent) })
                == [.improvement: 80, .test: 90, .optimization: 70, .doc: 100])
    }

    @Test("their targets are the ones that were agreed on")
    func targets() throws {
        let expected = """
            cacheHitRate|%|up|15|M1 40|M3 60|M6 80|M9 90|M12 99|99.9
            semanticHitRate|%|up|0|M1 10|
            latency|ms|down|500|M1 200|M3 200|M6 150|M9 120|M12 100|50
            throughput|req/s|up|100|M3 200|M12 10000|50000
            uptime|%|up|99.5|M12 99.99|
            selectionAccuracy|%|up|85|M1 90|M3 95|M6 98|M9 99|M12 99.5|99.9
            qualityPrediction|%|up|70|M12 98|
            errorRate|%|down|5|M1 2|M3 2|M6 1|M9 0.5|M12 0.1|
            requestCoverage|%|up||M1 100|M3 100|M6 100|M9 100|M12 100|100
            costSavings|%|up|97|M1 97|M3 97|M6 97.5|M9 98|M12 98|99
            costPrediction|%|up|0|M12 95|
            costPerRequest|$|down|0.001|M12 0.0001|1e-05
            cacheAccessTime|ms|down||M12 10|10
            firstRequestGain|%|up|0|M1 20|
            modelR2||up|-0.085|M1 0.5|
            botFeedback|count|up||M1 50|
            improvementRate|%/month|up|||5
            optimizationSuccess|%|up|||90
            timeToOptimize|days|down|||7
            budgetCompliance|%|up|||100
            userSatisfaction|%|up|||98
            """
        let lines = library.current.plan.metrics.map { metric in
            func text(_ value: Double?) -> String {
                guard let value else { return "" }
                return value == value.rounded() ? String(Int(value)) : "\(value)"
            }
            let targets = metric.targets.map { "M\($0.month) \(text($0.value))" }
            return
                ([metric.name, metric.unit, metric.better.rawValue, text(metric.baseline)]
                + (targets.isEmpty ? [""] : targets) + [text(metric.beyond)]).joined(separator: "|")
        }
        #expect(lines == expected.split(separator: "\n").map(String.init))
        #expect(library.current.plan.metrics.allSatisfy { !$0.definition.isEmpty })
    }

    @Test("every link from one document to another leads to a section that exists")
    func links() throws {
        let documents = library.current.all
        #expect(documents.count >= 10)
        var seen = 0
        for document in documents {
            let destinations = document.content.blocks.html(
                Rendering(link: { path in
                    #expect(
                        documents.contains { $0.file == path || "./" + $0.file == path },
                        "\(document.file) links to \(path)")
                    return nil
                })
            ).markup.split(separator: "href=\"").dropFirst().map { $0.prefix { $0 != "\"" } }
            for destination in destinations where !destination.hasPrefix("http") {
                let parts = destination.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
                guard parts.count == 2 else { continue }
                let file = parts[0].isEmpty ? document.file : String(parts[0])
                let target = try #require(documents.first { $0.file == file }, "\(document.file): \(destination)")
                #expect(
                    target.content.headings.contains { $0.anchor == String(parts[1]) },
                    "\(document.file) links to \(destination)")
                seen += 1
            }
        }
        #expect(seen > 5)
    }

    @Test("their text is clean: no broken encoding, no leftovers")
    func text() throws {
        for document in library.current.all {
            let text = try String(contentsOfFile: library.folder + "/" + document.file, encoding: .utf8)
            for leftover in ["Ã", "â€", "\u{FFFD}", "TODO", "FIXME", "lorem ipsum", "\t", "\r"] {
                #expect(!text.contains(leftover), "\(document.file) contains “\(leftover)”")
            }
            #expect(!document.title.isEmpty && document.title != document.name && !document.summary.isEmpty)
        }
    }
}
