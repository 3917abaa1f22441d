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
        guard add(headers) else { return nil }
    }

    /// An answer of unknown length, for one connection. Returns nil as the other does.
    ///
    /// - Parameters:
    ///   - owner: what `read` and `free` get; `free` is called once, in any case.
    init?(
        streaming owner: UnsafeMutableRawPointer, headers: Headers, read: @escaping MHD_ContentReaderCallback,
        free: @escaping MHD_ContentReaderFreeCallback
    ) {
        guard let created = MHD_create_response_from_callback(.max, Self.blockSize, read, owner, free) else {
            free(owner)
            return nil
        }
        pointer = created
        guard add(headers) else { return nil }
    }

    /// Sends no last chunk; closes the connection instead.
    func endWithConnection() {
        _ = mhd_end_with_connection(pointer)
    }

    /// The bytes sent at a time to a client that does not know chunks.
    private static let blockSize = 16 * 1024

    private func add(_ headers: Headers) -> Bool {
        headers.forEachCString { name, value in
            value.pointee == 0 || MHD_add_response_header(pointer, name, value) == .YES
        }
    }

    deinit {
        // A connection that is still sending it has counted its own use.
        MHD_destroy_response(pointer)
    }
}
