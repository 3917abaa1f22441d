import FoundationEssentials
import Markup
import Roadmap

/// A weekly report as an HTML document of its own, for printing and for keeping.
public struct ReportSheet: Sendable {
    private let template: Template<Model>
    private let css: String?
    private let style: HTML?

    /// A sheet that links to the site's stylesheet.
    init(_ template: Template<Model>, css: String) {
        self.template = template
        self.css = css
        style = nil
    }

    /// A sheet that carries its stylesheet with it, so that the file needs nothing else.
    /// - Parameters:
    ///   - templates: the folder of the pages' templates.
    ///   - files: the folder that has `beast.css`.
    /// - Throws: `TemplateError`, or an error of the file system for the stylesheet.
    public init(templates: String, files: String) throws {
        template = try TemplateSet(folder: templates).template("report-print", for: Model.self)
        css = nil
        style = HTML(markup: try String(contentsOfFile: files + "/beast.css", encoding: .utf8))
    }

    public func html(of report: WeeklyReport) -> HTML {
        template.render(Model(report: report, css: css, style: style))
    }

    struct Model: TemplateModel {
        let report: WeeklyReport
        let css: String?
        let style: HTML?

        static let shape = Shape<Model>()
            .text("css") { $0.css }
            .html("style") { $0.style }
            .text("timeZone") { $0.report.calendar.zone.name }
            .object("report") { ReportModel(report: $0.report) }
    }
}
