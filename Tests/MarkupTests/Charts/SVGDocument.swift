import Foundation
import Testing

@testable import Markup

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// A chart's markup as a strict XML parser sees it.
final class SVGDocument: NSObject, XMLParserDelegate {
    struct Element {
        let name: String
        let attributes: [String: String]
        var text = ""

        var classes: [Substring] { (attributes["class"] ?? "").split(separator: " ") }
    }

    struct NotWellFormed: Error {
        let mistakes: [String]
        let markup: String
    }

    private(set) var elements: [Element] = []
    private var open: [Int] = []
    private var mistakes: [String] = []

    /// Throws `NotWellFormed` for what a strict parser refuses.
    init(_ html: HTML) throws {
        super.init()
        let parser = XMLParser(data: Data("<root>\(html.markup)</root>".utf8))
        parser.delegate = self
        guard parser.parse(), mistakes.isEmpty else { throw NotWellFormed(mistakes: mistakes, markup: html.markup) }
    }

    func elements(_ cssClass: String) -> [Element] {
        elements.filter { $0.classes.contains(Substring(cssClass)) }
    }

    func first(_ cssClass: String) throws -> Element {
        try #require(elements(cssClass).first, "nothing of class \(cssClass)")
    }

    /// The lines of a path as absolute points in px at a plot 640 px wide.
    func lines(_ cssClass: String) throws -> [[(x: Double, y: Double)]] {
        try Self.lines(#require(first(cssClass).attributes["d"]))
    }

    /// Where each text stands, in words.
    var texts: [String] { elements.filter { $0.name == "text" }.map(\.text) }

    static func lines(_ data: String) -> [[(x: Double, y: Double)]] {
        var lines: [[(x: Double, y: Double)]] = []
        var (x, y) = (0.0, 0.0)
        for match in data.matches(of: /([Mlhvz])([^Mlhvz]*)/) {
            let numbers = match.2.matches(of: /-?[0-9]+/).compactMap { Double($0.0) }.map { $0 / 10 }
            switch match.1 {
            case "M":
                (x, y) = (numbers[0], numbers[1])
                lines.append([(x, y)])
            case "h":
                for number in numbers { add(number, 0) }
            case "v":
                for number in numbers { add(0, number) }
            case "l":
                for index in stride(from: 0, to: numbers.count, by: 2) { add(numbers[index], numbers[index + 1]) }
            default: break
            }
        }
        return lines

        func add(_ dx: Double, _ dy: Double) {
            (x, y) = (x + dx, y + dy)
            lines[lines.count - 1].append((x, y))
        }
    }

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        open.append(elements.count)
        elements.append(Element(name: name, attributes: attributes))
    }

    func parser(_ parser: XMLParser, parseErrorOccurred error: any Error) {
        mistakes.append(error.localizedDescription)
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) {
        if let index = open.last { elements[index].text += string }
    }

    func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
        open.removeLast()
    }
}
