import HTTP
import Markup
import Roadmap

/// What a person chose in the form for a dog-fooding entry, and what was wrong with it.
struct EntryForm {
    var kind = ""
    var made = "beast"
    var note = ""
    var errors: [String: String] = [:]

    init() {}

    init(_ form: Query) {
        kind = form["kind"] ?? ""
        made = form["made"] ?? ""
        note = form["note"] ?? ""
        if DogFoodingKind(rawValue: kind) == nil { errors["kind"] = "Choose what was made." }
        if made != "beast" && made != "hand" { errors["made"] = "Choose how it was made." }
    }
}

struct EntryFormModel: TemplateModel {
    let form: EntryForm

    static let shape = Shape<EntryFormModel>()
        .text("problem") { $0.form.errors.isEmpty ? nil : "Nothing was added yet." }
        .text("returnTo") { _ in Links.dogFooding }
        .list("kinds") { model in
            DogFoodingKind.allCases.map {
                Choice(
                    value: $0.rawValue, label: $0.rawValue.prefix(1).uppercased() + $0.rawValue.dropFirst(),
                    checked: $0.rawValue == model.form.kind)
            }
        }
        .text("kindError") { $0.form.errors["kind"] }
        .list("ways") { model in
            [
                Choice(value: "beast", label: "Made with BEAST MODE", checked: model.form.made == "beast"),
                Choice(value: "hand", label: "By hand", checked: model.form.made == "hand"),
            ]
        }
        .text("madeError") { $0.form.errors["made"] }
        .text("note") { $0.form.note }
        .text("noteError") { $0.form.errors["note"] }

    struct Choice: TemplateModel {
        let value: String
        let label: String
        let checked: Bool

        static let shape = Shape<Choice>()
            .text("value") { $0.value }
            .text("label") { $0.label }
            .flag("checked") { $0.checked }
    }
}
