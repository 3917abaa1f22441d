internal import CMicroHTTPD

/// An answer in the library's own form.
///
/// Sharing it between threads is safe: it is never changed after `init`, and the library counts its
/// uses under a lock.
final class NativeResponse: @unchecked Sendable {
    let pointer: OpaquePointer

    /// Returns nil when there is no memory or a field holds a line break.
    init?(_ body: Body?, headers: Headers) {
        let created: OpaquePointer?
        if let body {
            // The response points into the body's memory, so it owns one reference to the body. The library
            // calls the function below when the last use of the response has ended, which gives it back.
            created = MHD_create_response_from_buffer_with_free_callback_cls(
                body.count, UnsafeMutableRawPointer(mutating: body.bytes.baseAddress),
                { owner in
                    if let owner { Unmanaged<Body>.fromOpaque(owner).release() }
                },
                Unmanaged.passRetained(body).toOpaque())
            if created == nil { Unmanaged.passUnretained(body).release() }
        } else {
            created = MHD_create_response_from_buffer(0, nil, .RESPMEM_PERSISTENT)
        }
        guard let created else { return nil }
        pointer = created
        for (name, value) in headers where !value.isEmpty {
            if MHD_add_response_header(created, name, value) != .YES { return nil }
        }
    }

    deinit {
        // A connection that is still sending it has counted its own use.
        MHD_destroy_response(pointer)
    }
}
