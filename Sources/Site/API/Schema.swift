import HTTP
import JSON
import Roadmap

/// The shapes of the API's bodies, as JSON Schema (draft 2020-12, which OpenAPI 3.1 uses).
enum Schema {
    static let all: JSON = .object(monitoring.reduce(into: tracker) { $0[$1.name] = $1.value })

    private static let tracker: JSON.Object = [
        "Task": object([
            "id": string, "month": integer, "week": integer, "title": string, "due": day, "done": ["type": "boolean"],
            "completedAt": orNull(instant), "completedBy": orNull(string), "version": integer,
        ]),
        "Metric": object([
            "name": string, "title": string, "unit": string, "better": oneOf(["up", "down"]), "value": orNull(number),
            "readAt": orNull(instant), "expected": orNull(number),
            "status": oneOf(MetricStatus.Kind.allCases.map(\.rawValue)), "reason": string, "baseline": orNull(number),
            "targets": list(object(["month": integer, "due": day, "value": number])), "beyond": orNull(number),
        ]),
        "Reading": object([
            "id": integer, "metric": string, "value": number, "at": instant, "source": source, "by": string,
            "note": string,
        ]),
        "MetricWithReadings": object(["metric": reference("Metric"), "readings": list(reference("Reading"))]),
        "DogFooding": object([
            "kind": oneOf(DogFoodingKind.allCases.map(\.rawValue)), "withBeastMode": integer, "byHand": integer,
            "share": orNull(number), "goal": orNull(number),
        ]),
        "Standing": object([
            "today": day, "month": orNull(integer), "week": orNull(integer),
            "tasks": object(["total": integer, "done": integer, "expected": integer, "overdue": integer]),
            "months": list(
                object([
                    "month": integer, "title": string, "from": day, "to": day, "total": integer, "done": integer,
                ])),
            "due": list(reference("Task")), "metrics": list(reference("Metric")),
            "dogFooding": list(reference("DogFooding")),
            "problems": list(object(["file": string, "line": integer, "message": string])),
        ]),
        "Report": object([
            "week": string, "from": day, "to": day, "timeZone": string, "isOver": ["type": "boolean"],
            "summary": string,
            "tasksDone": list(
                object([
                    "id": string, "month": integer, "week": integer, "title": string, "at": instant, "by": string,
                ])),
            "tasksDueAndNotDone": list(
                object([
                    "id": string, "month": integer, "week": integer, "title": string, "due": day,
                ])),
            "tasksOverdueBefore": integer,
            "metrics": list(
                object([
                    "name": string, "title": string, "unit": string, "start": orNull(number), "end": orNull(number),
                    "change": orNull(number), "expected": orNull(number), "target": orNull(number),
                    "targetDue": orNull(day),
                    "status": oneOf(MetricStatus.Kind.allCases.map(\.rawValue)), "reason": string,
                ])),
            "dogFooding": list(
                object([
                    "kind": oneOf(DogFoodingKind.allCases.map(\.rawValue)), "withBeastMode": integer, "byHand": integer,
                    "share": orNull(number), "shareToDate": orNull(number), "goal": orNull(number),
                ])),
            "scopeChanges": list(
                object([
                    "day": day, "change": oneOf(["added", "removed"]), "month": integer, "week": integer,
                    "title": string,
                ])),
        ]),
        "SearchResults": object([
            "documents": list(
                object([
                    "name": string, "title": string, "heading": string, "href": string, "snippet": string,
                ])),
            "tasks": list(reference("Task")), "metrics": list(reference("Metric")),
        ]),
        "By": object(["by": described(orNull(string), "Who did it, for the record")], required: []),
        "NewReading": object(
            [
                "value": number, "at": described(orNull(instant), "The instant it holds for; now when left out"),
                "note": orNull(string), "source": orNull(source),
                "by": described(orNull(string), "Who sends it, for the record"),
            ], required: ["value"]),
        "NewEntry": object(
            [
                "byHand": described(orNull(["type": "boolean"]), "Made by hand rather than with BEAST MODE"),
                "note": orNull(string), "by": described(orNull(string), "Who sends it, for the record"),
            ], required: []),
        "Problem": [
            "type": "object",
            "description": "RFC 9457",
            "required": ["type", "title", "status", "detail"],
            "properties": [
                "type": string, "title": described(string, "What is wrong"), "status": integer,
                "detail": described(string, "What to do about it"), "instance": string,
                "field": described(string, "The field that is wrong"),
                "closest": described(list(string), "Names that exist and are close to the one asked for"),
                "requestId": string,
            ],
        ],
    ]

    static func json(_ name: String) -> JSON { ["application/json": ["schema": reference(name)]] }

    static func json(list name: String, of element: String) -> JSON {
        ["application/json": ["schema": object([name: list(reference(element))])]]
    }

    /// A request's body: JSON or a form, and where `bare` is given just that value.
    static func body(_ name: String, bare: String? = nil) -> JSON.Object {
        var types: JSON.Object = [:]
        let schema = reference(name)
        types["application/json"] =
            bare.map { ["schema": ["oneOf": [["type": .string($0)], schema]]] } ?? ["schema": schema]
        types["application/x-www-form-urlencoded"] = ["schema": schema]
        if bare != nil { types["text/plain"] = ["schema": string, "example": "83.5"] }
        return types
    }

    static let reports: JSON = [
        "application/json": ["schema": reference("Report")],
        "text/markdown": ["schema": string], "text/csv": ["schema": string], "text/html": ["schema": string],
    ]

    static func oneOf(_ values: [String]) -> JSON { ["type": "string", "enum": .array(values.map { .string($0) })] }

    static let string: JSON = ["type": "string"]
    static let integer: JSON = ["type": "integer"]
    static let number: JSON = ["type": "number"]
    static let day: JSON = ["type": "string", "format": "date"]
    static let instant: JSON = ["type": "string", "format": "date-time"]
    private static let source = oneOf(Reading.Source.allCases.map(\.rawValue))

    static func reference(_ name: String) -> JSON { ["$ref": .string("#/components/schemas/\(name)")] }

    static func list(_ element: JSON) -> JSON { ["type": "array", "items": element] }

    static func orNull(_ schema: JSON) -> JSON { ["anyOf": [schema, ["type": "null"]]] }

    static func described(_ schema: JSON, _ text: String) -> JSON {
        guard var object = schema.objectValue else { return schema }
        object["description"] = .string(text)
        return .object(object)
    }

    /// - Parameter required: the members that have to be there; all of them when left out.
    static func object(_ members: JSON.Object, required: [String]? = nil) -> JSON {
        [
            "type": "object",
            "required": .array((required ?? members.names).map { .string($0) }),
            "properties": .object(members),
            "additionalProperties": false,
        ]
    }
}
