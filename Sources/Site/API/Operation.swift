import Access
import HTTP
import JSON
import Roadmap

/// One operation of the API: how it is answered and how it is described.
struct Operation: Sendable {
    /// A parameter of the path or the query, or a header.
    struct Parameter: Sendable {
        enum Place: String, Sendable {
            case path, query, header
        }

        let name: String
        let place: Place
        let schema: JSON
        let description: String
        var isRequired = false
    }

    let method: Method
    /// With `:name` for parameters.
    let path: String
    let name: String
    let summary: String
    var parameters: [Parameter] = []
    /// The media types of the request's body with their schemas; empty for none.
    var body: JSON.Object = [:]
    /// What a success is called and looks like: status, and schema or media types.
    let success: (status: Status, content: JSON)
    /// Other statuses it may answer with, besides those that every operation has (`Problem.anywhere`).
    let problems: [Status]
    /// What it asks of whoever sends the request.
    var scope = Scope.read
    /// Whether its answer has an entity tag that `If-None-Match` is compared with.
    var isTagged = false
    let handler: @Sendable (Request, Site) throws -> Reply

    static let all: [Operation] = [
        Operation(
            method: .get, path: "/api/v1/status", name: "getStatus", summary: "How the plan stands now",
            success: (.ok, Schema.json("Standing")), problems: [], isTagged: true, handler: StatusAPI.show),
        Operation(
            method: .get, path: "/api/v1/tasks", name: "listTasks", summary: "The tasks of the plan, in its order",
            parameters: [
                .query("month", ordinal, "Only tasks of this month"),
                .query("week", ordinal, "Only tasks of this week of their month"),
                .query("done", ["type": "boolean"], "Only tasks that are done, or only open ones"),
            ],
            success: (.ok, Schema.json(list: "tasks", of: "Task")), problems: [.notFound, .unprocessableContent],
            isTagged: true, handler: TasksAPI.list),
        Operation(
            method: .get, path: "/api/v1/tasks/:id", name: "getTask", summary: "One task, its version as ETag",
            parameters: [.taskID], success: (.ok, Schema.json("Task")), problems: [.notFound], handler: TasksAPI.show),
        Operation(
            method: .put, path: "/api/v1/tasks/:id/completion", name: "completeTask",
            summary: "Tick a task; one that is done already stays as it is",
            parameters: [.taskID, .ifMatch, .idempotencyKey], body: Schema.body("By"),
            success: (.ok, Schema.json("Task")), problems: Problems.write + [.notFound, .preconditionFailed],
            scope: .tasksWrite,
            handler: TasksAPI.complete),
        Operation(
            method: .delete, path: "/api/v1/tasks/:id/completion", name: "reopenTask",
            summary: "Untick a task; one that is open already stays as it is",
            parameters: [.taskID, .ifMatch, .idempotencyKey],
            success: (.ok, Schema.json("Task")), problems: Problems.write + [.notFound, .preconditionFailed],
            scope: .tasksWrite,
            handler: TasksAPI.reopen),
        Operation(
            method: .get, path: "/api/v1/metrics", name: "listMetrics", summary: "Every metric and how it stands",
            success: (.ok, Schema.json(list: "metrics", of: "Metric")), problems: [], isTagged: true,
            handler: MetricsAPI.list),
        Operation(
            method: .get, path: "/api/v1/metrics/:name", name: "getMetric",
            summary: "A metric with its newest readings, the newest first",
            parameters: [
                .metricName,
                .query(
                    "limit", ["type": "integer", "minimum": 1, "maximum": 1000, "default": 100], "How many readings"),
            ],
            success: (.ok, Schema.json("MetricWithReadings")), problems: [.notFound, .unprocessableContent],
            isTagged: true, handler: MetricsAPI.show),
        Operation(
            method: .post, path: "/api/v1/metrics/:name", name: "recordReading",
            summary: "Record a reading; a body of just the value is enough. What is answered with 201 is on disk",
            parameters: [.metricName, .idempotencyKey], body: Schema.body("NewReading", bare: "number"),
            success: (.created, Schema.json("Reading")), problems: Problems.write + [.notFound], scope: .metricsWrite,
            handler: MetricsAPI.record),
        Operation(
            method: .get, path: "/api/v1/dogfood", name: "getDogFooding",
            summary: "The counts of every kind over all time",
            success: (.ok, Schema.json(list: "kinds", of: "DogFooding")), problems: [], isTagged: true,
            handler: DogFoodingAPI.show),
        Operation(
            method: .post, path: "/api/v1/dogfood/:kind", name: "recordDogFooding",
            summary: "Count one improvement, test, optimization or doc",
            parameters: [
                .path("kind", Schema.oneOf(DogFoodingKind.allCases.map(\.rawValue)), "What was made"), .idempotencyKey,
            ],
            body: Schema.body("NewEntry"), success: (.created, Schema.json("DogFooding")),
            problems: Problems.write + [.notFound], scope: .dogFoodWrite, handler: DogFoodingAPI.record),
        Operation(
            method: .get, path: "/api/v1/reports/:file", name: "getReport",
            summary: "The report of an ISO week as JSON, Markdown, CSV or printable HTML",
            parameters: [
                .path(
                    "file", ["type": "string", "pattern": #"^\d{4}-W(0[1-9]|[1-4]\d|5[0-3])\.(json|md|csv|html)$"#],
                    "Week and format, such as 2026-W03.json")
            ],
            success: (.ok, Schema.reports), problems: [.notFound, .unprocessableContent],
            isTagged: true, handler: ReportsAPI.show),
        Operation(
            method: .get, path: "/api/v1/search", name: "search",
            summary: "Documents, tasks and metrics that hold the words",
            parameters: [.query("q", Schema.string, "The words; the first 200 characters count", required: true)],
            success: (.ok, Schema.json("SearchResults")), problems: [.unprocessableContent], isTagged: true,
            handler: SearchAPI.find),
        Operation(
            method: .get, path: "/api/v1/monitoring", name: "getMonitoring",
            summary: "How the model router is doing this moment: its health, its figures and what they mean",
            success: (.ok, Schema.json("Monitoring")), problems: [.notFound], handler: MonitoringAPI.show),
        Operation(
            method: .get, path: "/api/v1/monitoring/stream", name: "streamMonitoring",
            summary: "How the model router is doing, once a second, as server-sent events",
            parameters: [
                .query(
                    "range", Schema.oneOf(MonitoringRange.allCases.map(\.rawValue)), "How far back the charts look")
            ],
            success: (.ok, ["text/event-stream": ["schema": Schema.string]]),
            problems: [.notFound], handler: MonitoringAPI.stream),
    ]

    private static let ordinal: JSON = ["type": "integer", "minimum": 1, "maximum": 99]

    private enum Problems {
        /// What every write may be refused with.
        static let write: [Status] = [
            .unsupportedMediaType, .unprocessableContent, .insufficientStorage,
        ]
    }
}

extension Operation.Parameter {
    static func path(_ name: String, _ schema: JSON, _ description: String) -> Self {
        Self(name: name, place: .path, schema: schema, description: description, isRequired: true)
    }

    static func query(_ name: String, _ schema: JSON, _ description: String, required: Bool = false) -> Self {
        Self(name: name, place: .query, schema: schema, description: description, isRequired: required)
    }

    static let taskID = path("id", ["type": "string"], "The task's id, such as m1w1-fix-failed-request-tracking")
    static let metricName = path("name", ["type": "string"], "The metric's name, such as cacheHitRate")
    static let ifMatch = Self(
        name: "If-Match", place: .header, schema: ["type": "string"],
        description: "Only if the task is still at this version, as its ETag says")
    static let idempotencyKey = Self(
        name: "Idempotency-Key", place: .header,
        schema: ["type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"],
        description: "A repeated request with the same key changes nothing and is answered as the first one was")
}
