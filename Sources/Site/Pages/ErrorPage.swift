import HTTP
import Markup
import Roadmap

/// What a person sees when something cannot be done: what happened, what to do, and what they had typed.
enum ErrorPage {
    struct Model: TemplateModel {
        let layout: Layout
        let failure: Failure
        let typed: [Typed]
        let back: Link
        let reference: String?

        init(_ failure: Failure, request: Request, layout: Layout) {
            self.layout = layout
            self.failure = failure
            typed = Typed.fields(of: request)
            back = Self.way(on: failure, request)
            reference = failure.status.rawValue >= 500 ? request.id : nil
        }

        /// To the page whose form could not be taken, so that the person can look again; past the sign-in when that is
        /// what was missing.
        private static func way(on failure: Failure, _ request: Request) -> Link {
            guard failure.status == .unauthorized else {
                return page(of: request).map { Link(label: "Back to the page", href: $0) }
                    ?? Link(label: "Overview", href: Links.overview)
            }
            return Link(label: "Sign in", href: Links.signIn(comingBackTo: page(of: request) ?? Links.overview))
        }

        /// The page whose form was sent.
        private static func page(of request: Request) -> String? {
            guard !request.method.isSafe else { return nil }
            do {
                return try request.form["return"].map { ReturnPath($0, otherwise: Links.overview).address }
            } catch {
                // The form itself is what could not be read.
                return nil
            }
        }

        static let shape = Shape<Model>()
            .object("layout") { $0.layout }
            .text("status") { "\($0.failure.status)" }
            .text("message") { $0.failure.message }
            .text("tip") { $0.failure.tip }
            .flag("hasTyped") { !$0.typed.isEmpty }
            .list("typed") { $0.typed }
            .object("back") { $0.back }
            .text("reference") { $0.reference }
    }

    /// A field of the form that could not be taken.
    struct Typed: TemplateModel {
        let label: String
        let value: String

        /// The visible fields; nothing for requests that sent no form.
        static func fields(of request: Request) -> [Typed] {
            guard !request.method.isSafe else { return [] }
            do {
                let hidden: Set = ["version", "return", "code", Cookies.formField]
                return try request.form
                    .filter { !hidden.contains($0.name) && !$0.name.hasSuffix("password") && !$0.value.isEmpty }
                    .map { Typed(label: $0.name, value: String($0.value.prefix(2000))) }
            } catch {
                // The form itself is what could not be read, and the failure says so.
                return []
            }
        }

        static let shape = Shape<Typed>()
            .text("label") { $0.label }
            .text("value") { $0.value }
    }
}
