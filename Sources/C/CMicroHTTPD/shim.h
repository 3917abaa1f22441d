#pragma once
#include <microhttpd.h>

/// What one serving loop is started with. Swift can neither call variadic functions nor pass
/// `MHD_OptionItem` arrays conveniently, so the options are gathered here.
struct mhd_loop_options {
    MHD_AccessHandlerCallback handle;
    void *(*begin)(void *cls, const char *target, struct MHD_Connection *connection);
    MHD_RequestCompletedCallback complete;
    MHD_NotifyConnectionCallback connection_changed;
    void *cls;
    size_t connection_memory;
    unsigned int connection_limit;
    unsigned int idle_seconds;
    /// The daemon is driven by `mhd_work` instead of a thread of its own.
    int is_driven;
    /// A `gnutls_certificate_retrieve_function2` by which the daemon speaks TLS, and with which priorities; or NULL.
    void *certificate;
    const char *priorities;
};

/// Starts one epoll thread, or an epoll that is driven, without a listening socket; connections reach it by
/// `MHD_add_connection`.
static inline struct MHD_Daemon *mhd_start_loop(const struct mhd_loop_options *options) {
    const struct MHD_OptionItem plain[] = {{MHD_OPTION_END, 0, NULL}};
    const struct MHD_OptionItem tls[] = {
        {MHD_OPTION_HTTPS_CERT_CALLBACK, 0, options->certificate},
        {MHD_OPTION_HTTPS_PRIORITIES, 0, (void *)options->priorities},
        {MHD_OPTION_END, 0, NULL}};
    return MHD_start_daemon(
        (options->is_driven ? MHD_USE_EPOLL : MHD_USE_EPOLL_INTERNAL_THREAD) | MHD_USE_NO_LISTEN_SOCKET | MHD_ALLOW_SUSPEND_RESUME
            | (options->certificate ? MHD_USE_TLS : 0), 0,
        NULL, NULL,
        options->handle, options->cls,
        MHD_OPTION_URI_LOG_CALLBACK, options->begin, options->cls,
        MHD_OPTION_NOTIFY_COMPLETED, options->complete, options->cls,
        MHD_OPTION_NOTIFY_CONNECTION, options->connection_changed, options->cls,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, options->connection_memory,
        MHD_OPTION_CONNECTION_LIMIT, options->connection_limit,
        MHD_OPTION_CONNECTION_TIMEOUT, options->idle_seconds,
        MHD_OPTION_STRICT_FOR_CLIENT, 0,
        MHD_OPTION_ARRAY, options->certificate ? tls : plain,
        MHD_OPTION_END);
}

/// The descriptor that is readable when a driven daemon has something to do, or -1.
static inline int mhd_epoll(struct MHD_Daemon *daemon) {
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_EPOLL_FD);
    return info == NULL ? -1 : info->epoll_fd;
}

/// Lets a driven daemon do what there is to do. Returns the milliseconds after which it wants to be called again, -1 for
/// none.
static inline long long mhd_work(struct MHD_Daemon *daemon) {
    MHD_UNSIGNED_LONG_LONG milliseconds = 0;
    MHD_run(daemon);
    if (MHD_get_timeout(daemon, &milliseconds) != MHD_YES) return -1;
    return milliseconds > 1000000 ? 1000000 : (long long)milliseconds;
}

/// The pointer stored for the socket when its connection was opened.
static inline void *mhd_socket_context(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info == NULL ? NULL : info->socket_context;
}

/// The connection's socket, or -1.
static inline int mhd_socket(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    return info == NULL ? -1 : info->connect_fd;
}

/// The connection's `gnutls_session_t`, or NULL where it is not encrypted.
static inline void *mhd_tls_session(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_GNUTLS_SESSION);
    return info == NULL ? NULL : info->tls_session;
}

/// The bytes of the request line and all header lines.
static inline size_t mhd_header_size(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
    return info == NULL ? 0 : info->header_size;
}

/// Lets the end of the connection be the end of this response, as in HTTP/1.0, instead of a last chunk.
static inline enum MHD_Result mhd_end_with_connection(struct MHD_Response *response) {
    return MHD_set_response_options(response, MHD_RF_HTTP_1_0_COMPATIBLE_STRICT, MHD_RO_END);
}
