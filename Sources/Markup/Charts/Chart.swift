/// A picture of numbers that also says them in words: SVG with title and description, and the numbers as a table.
///
/// The markup carries geometry as attributes and meaning as classes, never a style: colours, strokes and type are the
/// stylesheet's. Text stays at 13 px while the plot stretches with its column, from 280 px on; labels of the class
/// `chart-wide` are for columns of 560 px and more. The same chart gives the same bytes.
public protocol Chart: Sendable {
    /// Unique on its page; the ids inside the chart begin with it.
    var id: String { get }
    /// The finding, as a sentence: `Cache hit rate: 62.4 %, target 60 % by 31 March`.
    var title: String { get }
    /// The picture, an `<svg>` 200 px high and as wide as its container.
    var svg: HTML { get }
    /// The numbers, a `<details>` with a `<table>`.
    var dataTable: HTML { get }
}

extension Chart {
    /// Picture and table in a `<figure class="chart">`, under the title unless the page says it already.
    public func figure(captioned: Bool = true) -> HTML {
        var writer = SVGWriter(reserving: 12_288)
        writer.markup("<figure class=\"chart\">")
        if captioned {
            writer.markup("<figcaption class=\"chart-title\">")
            writer.text(title)
            writer.markup("</figcaption>")
        }
        writer.html(svg)
        writer.html(dataTable)
        writer.markup("</figure>")
        return writer.html
    }
}

/// How a measured thing stands: the stylesheet gives each its colour, the page its word.
public enum ChartState: String, Sendable, Hashable, CaseIterable {
    case good, attention, bad
}
