import Access
import HTTP
import JSON

/// The description of the API, made from the very operations the server answers.
enum OpenAPI {
    static let version = "1"

    /// An OpenAPI 3.1 document.
    /// - Parameter open: what is answered to whoever shows nothing.
    static func document(of operations: [Operation], open: Scopes) -> JSON {
        var paths: JSON.Object = [:]
        for operation in operations {
            let path = template(operation.path)
            var item = paths[path]?.objectValue ?? [:]
            item[operation.method.rawValue.lowercased()] = description(of: operation, open: open)
            paths[path] = .object(item)
        }
        return [
            "openapi": "3.1.0",
            "info": [
                "title": "BEAST MODE tracker", "version": .string(version),
                "description":
                    """
                The plan and what happened to it: tasks, readings, dog-fooding and weekly reports. A method that a \
                path does not have is answered with 405 and Allow, whoever asks.
                """,
            ],
            "paths": .object(paths),
            "components": [
                "schemas": Schema.all, "responses": .object(refusals), "securitySchemes": OpenAPISecurity.schemes,
            ],
        ]
    }

    private static func description(of operation: Operation, open: Scopes) -> JSON {
        var members: JSON.Object = [:]
        members["operationId"] = .string(operation.name)
        members["summary"] = .string(operation.summary)
        members["description"] = .string(OpenAPISecurity.need(of: operation.scope, open: open))
        members["security"] = OpenAPISecurity.requirements(of: operation.scope, open: open)
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
        if operation.isTagged {
            responses["\(Status.notModified)"] = ["description": "The same as If-None-Match says is there already"]
        }
        for status in (operation.problems + Problem.anywhere).sorted(by: { $0.rawValue < $1.rawValue }) {
            responses["\(status)"] = ["$ref": .string("#/components/responses/\(status)")]
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

    // MARK: Refusals

    /// Every refusal by its status.
    private static let refusals = meanings.reduce(into: JSON.Object()) { refusals, refusal in
        var response: JSON.Object = [
            "description": .string(refusal.meaning),
            "content": ["application/problem+json": ["schema": Schema.reference("Problem")]],
        ]
        if refusal.status == .unauthorized {
            response["headers"] = ["WWW-Authenticate": ["schema": Schema.string]]
        }
        refusals["\(refusal.status)"] = .object(response)
    }

    private static let meanings: [(status: Status, meaning: String)] = [
        (.badRequest, "The request cannot be read"),
        (.unauthorized, "Nothing was shown that lets anybody in, or a token that is over or never was"),
        (.forbidden, "Whoever asks may not do this, or another site made a browser send it"),
        (.notFound, "There is no such thing; the closest names are given"),
        (.preconditionFailed, "The task has changed since"),
        (.contentTooLarge, "The body is too large"),
        (.targetTooLong, "The address is too long"),
        (.unsupportedMediaType, "The body's media type is not understood"),
        (.misdirectedRequest, "The Host header names another server"),
        (.unprocessableContent, "A value is not possible, or an idempotency key was used for another request"),
        (.headersTooLarge, "The headers are too large"),
        (.internalServerError, "Something went wrong here; the server's messages say more under requestId"),
        (.notImplemented, "The body comes in a transfer coding that is not known"),
        (.serviceUnavailable, "The database is busy, or too many ask at this moment; try again"),
        (.insufficientStorage, "The disk is full; nothing was written"),
    ]
}
