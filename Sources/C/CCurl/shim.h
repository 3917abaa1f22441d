#pragma once
// What the system headers declare is to belong to Glibc for every importer, not to whichever module is read first.
#pragma clang module import SwiftGlibc
#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>

// Swift cannot call variadic functions, so each kind of argument has a function of its own.

static inline CURLcode curl_set_long(CURL *easy, CURLoption option, long value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode curl_set_size(CURL *easy, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode curl_set_text(CURL *easy, CURLoption option, const char *value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode curl_set_pointer(CURL *easy, CURLoption option, const void *value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode curl_set_lines(CURL *easy, CURLoption option, struct curl_slist *value) {
    return curl_easy_setopt(easy, option, value);
}

/// The callbacks of one easy handle, all of which get `context`.
struct curl_easy_callbacks {
    curl_write_callback header;
    curl_write_callback write;
    curl_prereq_callback connected;
    curl_opensocket_callback open_socket;
    curl_closesocket_callback close_socket;
    void *context;
    void *socket_context;
};

static inline void curl_set_callbacks(CURL *easy, const struct curl_easy_callbacks *callbacks) {
    curl_easy_setopt(easy, CURLOPT_PRIVATE, callbacks->context);
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, callbacks->header);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, callbacks->context);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, callbacks->write);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, callbacks->context);
    curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, callbacks->connected);
    curl_easy_setopt(easy, CURLOPT_PREREQDATA, callbacks->context);
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, callbacks->open_socket);
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, callbacks->socket_context);
    curl_easy_setopt(easy, CURLOPT_CLOSESOCKETFUNCTION, callbacks->close_socket);
    curl_easy_setopt(easy, CURLOPT_CLOSESOCKETDATA, callbacks->socket_context);
}

/// The value of `CURLOPT_PRIVATE`.
static inline void *curl_get_private(CURL *easy) {
    char *value = NULL;
    curl_easy_getinfo(easy, CURLINFO_PRIVATE, &value);
    return value;
}

/// A number that `curl_easy_getinfo` knows, or 0.
static inline long curl_get_long(CURL *easy, CURLINFO info) {
    long value = 0;
    curl_easy_getinfo(easy, info, &value);
    return value;
}

static inline curl_off_t curl_get_size(CURL *easy, CURLINFO info) {
    curl_off_t value = 0;
    curl_easy_getinfo(easy, info, &value);
    return value;
}

static inline void curl_multi_set_long(CURLM *multi, CURLMoption option, long value) {
    curl_multi_setopt(multi, option, value);
}

static inline void curl_multi_set_callbacks(
    CURLM *multi, curl_socket_callback socket, curl_multi_timer_callback timer, void *context) {
    curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, socket);
    curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, context);
    curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, timer);
    curl_multi_setopt(multi, CURLMOPT_TIMERDATA, context);
}

/// The next transfer that has ended, with its result, or NULL.
static inline CURL *curl_multi_next_done(CURLM *multi, CURLcode *result) {
    int left;
    CURLMsg *message;
    while ((message = curl_multi_info_read(multi, &left)) != NULL) {
        if (message->msg == CURLMSG_DONE) {
            *result = message->data.result;
            return message->easy_handle;
        }
    }
    return NULL;
}

// Constants whose macros carry a cast or a type that Swift does not import.
static const curl_socket_t CURL_SOCKET_TIMEOUT_ = CURL_SOCKET_TIMEOUT;
static const long CURL_HTTP_VERSION_1_1_ = CURL_HTTP_VERSION_1_1;
