import JSON

/// Compares values with the part of JSON Schema that the API's description uses. A keyword it does not know is a finding
/// too, so that nothing is taken for checked that is not.
struct SchemaChecker {
    let document: JSON

    private static let known: Set = [
        "type", "required", "properties", "additionalProperties", "items", "enum", "anyOf", "oneOf", "$ref",
        // What only describes, or asks more of a text than its being one.
        "format", "description", "pattern", "minLength", "maxLength", "minimum", "maximum", "default",
    ]

    /// The schema that a reference such as `#/components/schemas/Task` leads to.
    func resolve(_ reference: String) -> JSON? {
        guard reference.hasPrefix("#/") else { return nil }
        return reference.dropFirst(2).split(separator: "/").reduce(Optional(document)) { $0?[String($1)] }
    }

    /// What is wrong with `value`, each with where it is; empty when it fits.
    func problems(_ value: JSON, _ schema: JSON?, at place: String = "$") -> [String] {
        guard let schema, let keywords = schema.objectValue else { return ["\(place): no schema"] }
        if let unknown = keywords.names.first(where: { !Self.known.contains($0) }) {
            return ["\(place): the keyword \(unknown) is not checked"]
        }
        if let reference = schema["$ref"]?.stringValue {
            return problems(value, resolve(reference), at: place)
        }
        var found: [String] = []
        if let type = schema["type"]?.stringValue, !fits(value, type) {
            return ["\(place): \(value.kind) is not \(type)"]
        }
        if let allowed = schema["enum"]?.arrayValue, !allowed.contains(value) {
            found.append("\(place): \(value.text) is not allowed")
        }
        for keyword in ["anyOf", "oneOf"] {
            guard let choices = schema[keyword]?.arrayValue else { continue }
            let fitting = choices.count { problems(value, $0, at: place).isEmpty }
            if fitting == 0 || keyword == "oneOf" && fitting > 1 {
                found.append("\(place): fits \(fitting) of \(keyword)")
            }
        }
        if let object = value.objectValue {
            let properties = schema["properties"]?.objectValue
            for name in schema["required"]?.arrayValue?.compactMap(\.stringValue) ?? [] where object[name] == nil {
                found.append("\(place): \(name) is missing")
            }
            for member in object {
                if let property = properties?[member.name] {
                    found += problems(member.value, property, at: "\(place).\(member.name)")
                } else if schema["additionalProperties"] == false {
                    found.append("\(place): \(member.name) is not described")
                }
            }
        }
        if let elements = value.arrayValue, let items = schema["items"] {
            for (index, element) in elements.enumerated() {
                found += problems(element, items, at: "\(place)[\(index)]")
            }
        }
        return found
    }

    private func fits(_ value: JSON, _ type: String) -> Bool {
        switch type {
        case "object": value.objectValue != nil
        case "array": value.arrayValue != nil
        case "string": value.stringValue != nil
        case "number": value.doubleValue != nil
        case "integer": value.integerValue != nil
        case "boolean": value.boolValue != nil
        case "null": value.isNull
        default: false
        }
    }
}

extension JSON {
    /// Every `$ref` in it.
    var references: [String] {
        switch self {
        case .array(let elements): elements.flatMap(\.references)
        case .object(let members):
            members.flatMap { member in
                member.name == "$ref" ? [member.value.stringValue ?? ""] : member.value.references
            }
        default: []
        }
    }
}
