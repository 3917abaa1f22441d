extension Request {
    /// The fields of a form that was posted as `application/x-www-form-urlencoded`.
    ///
    /// - Throws: `HTTPError` 415 for another media type or charset, 400 for text that cannot be decoded.
    public var form: Query {
        get throws {
            let type = headers["Content-Type"].flatMap(MediaType.init(parsing:))
            guard type?.essence == MediaType.form.essence, type?.charset ?? "utf-8" == "utf-8" else {
                throw HTTPError(
                    .unsupportedMediaType, "The form's fields cannot be read from this kind of body.",
                    tip: "Send it as \(MediaType.form.essence) in UTF-8.")
            }
            guard let text = String(validating: body, as: UTF8.self), let fields = Query(text) else {
                throw HTTPError.badRequest(
                    "The form contains a malformed escape or text that is not UTF-8.",
                    tip: "Percent-encode the fields as UTF-8.")
            }
            return fields
        }
    }
}
