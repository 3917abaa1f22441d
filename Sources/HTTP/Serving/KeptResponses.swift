/// The answers that were put together for one content, by variant. They hold the standing headers of
/// one server; when another one answers the same content they are made anew.
struct KeptResponses {
    private var standing: StandingHeaders?
    private var responses = [NativeResponse?](repeating: nil, count: Variant.allCases.count)

    init() {}

    mutating func response(_ variant: Variant, of content: Content, standing: StandingHeaders) -> NativeResponse? {
        if self.standing !== standing {
            self = KeptResponses()
            self.standing = standing
        }
        if let response = responses[variant.rawValue] { return response }
        let response = NativeResponse(
            variant.body(of: content), headers: variant.headers(of: content, standing: standing.headers))
        responses[variant.rawValue] = response
        return response
    }
}
