#pragma once
// What the system headers declare is to belong to Glibc for every importer, not to whichever module is read first.
#pragma clang module import SwiftGlibc
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>

/// What an epoll reports about one descriptor, by the tag it was added with.
struct epoll_readiness {
    uint64_t tag;
    uint32_t events;
};

/// `EPOLL_CTL_ADD`, `MOD` or `DEL` of one descriptor. Returns 0 or -1.
static inline int epoll_watch(int epoll, int operation, int descriptor, uint32_t events, uint64_t tag) {
    struct epoll_event event = {.events = events, .data = {.u64 = tag}};
    return epoll_ctl(epoll, operation, descriptor, &event);
}

#define EPOLL_BATCH 64

/// Waits as `epoll_wait` does, for at most `EPOLL_BATCH` descriptors.
static inline int epoll_collect(int epoll, struct epoll_readiness *found, int timeout) {
    struct epoll_event events[EPOLL_BATCH];
    int count = epoll_wait(epoll, events, EPOLL_BATCH, timeout);
    for (int index = 0; index < count; index++) {
        found[index].tag = events[index].data.u64;
        found[index].events = events[index].events;
    }
    return count;
}

static const uint32_t EPOLL_READABLE = EPOLLIN;
static const uint32_t EPOLL_WRITABLE = EPOLLOUT;
static const uint32_t EPOLL_BROKEN = EPOLLERR | EPOLLHUP;
/// The other side has closed its direction or the connection is gone; told once.
static const uint32_t EPOLL_HANG_UP = EPOLLRDHUP | EPOLLHUP | EPOLLERR | EPOLLET;
