import HTTP
import JSON

/// The description of the API, made from the very operations the server answers.
enum OpenAPI {
    static let version = "1"

    /// An OpenAPI 3.1 document.
    static func document(of operations: [Operation]) -> JSON {
        var paths: JSON.Object = [:]
        for operation in operations {
            let path = template(operation.path)
            var item = paths[path]?.objectValue ?? [:]
            item[operation.method.rawValue.lowercased()] = description(of: operation)
            paths[path] = .object(item)
        }
        return [
            "openapi": "3.1.0",
            "info": [
                "title": "BEAST MODE tracker", "version": .string(version),
                "description": "The plan and what happened to it: tasks, readings, dog-fooding and weekly reports.",
            ],
            "paths": .object(paths),
            "components": ["schemas": Schema.all],
        ]
    }

    private static func description(of operation: Operation) -> JSON {
        var members: JSON.Object = [:]
        members["operationId"] = .string(operation.name)
        members["summary"] = .string(operation.summary)
        if !operation.parameters.isEmpty {
            members["parameters"] = .array(
                operation.parameters.map { parameter in
                    [
                        "name": .string(parameter.name), "in": .string(parameter.place.rawValue),
                        "required": .bool(parameter.isRequired), "description": .string(parameter.description),
                        "schema": parameter.schema,
                    ]
                })
        }
        if !operation.body.isEmpty { members["requestBody"] = ["content": .object(operation.body)] }
        var responses: JSON.Object = [:]
        responses["\(operation.success.status)"] = ["description": "Done", "content": operation.success.content]
        for status in operation.problems {
            responses["\(status)"] = [
                "description": .string(meaning(of: status)),
                "content": [
                    "application/problem+json": ["schema": ["$ref": "#/components/schemas/Problem"]]
                ],
            ]
        }
        members["responses"] = .object(responses)
        return .object(members)
    }

    /// `/tasks/:id` as `/tasks/{id}`.
    private static func template(_ pattern: String) -> String {
        pattern.split(separator: "/", omittingEmptySubsequences: false)
            .map { $0.hasPrefix(":") ? "{\($0.dropFirst())}" : String($0) }
            .joined(separator: "/")
    }

    private static func meaning(of status: Status) -> String {
        switch status {
        case .badRequest: "The request cannot be read"
        case .forbidden: "Another site sent the request"
        case .notFound: "There is no such thing; the closest names are given"
        case .preconditionFailed: "The task has changed since"
        case .contentTooLarge: "The body is too large"
        case .unsupportedMediaType: "The body's media type is not understood"
        case .unprocessableContent: "A value is not possible, or an idempotency key was used for another request"
        case .serviceUnavailable: "The database is busy; try again"
        case .insufficientStorage: "The disk is full; nothing was written"
        default: "Refused"
        }
    }
}
