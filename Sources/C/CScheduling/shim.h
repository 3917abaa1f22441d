#pragma once
// What the system headers declare is to belong to Glibc for every importer, not to whichever module is read first.
#pragma clang module import SwiftGlibc
#include <linux/sched.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

/// How the kernel is asked about a thread's scheduling; the C library has no such declaration.
struct scheduling_attributes {
    uint32_t size;
    uint32_t policy;
    uint64_t flags;
    int32_t nice;
    uint32_t priority;
    uint64_t runtime;
    uint64_t deadline;
    uint64_t period;
};

/// Makes the calling thread one that computes in the background: it takes the processor from nobody when it wakes up, and
/// runs for so many nanoseconds at a time while another one waits (0.1 to 100 ms; Linux before 6.12 decides that by
/// itself). Returns 0 or -1.
static inline int scheduling_enter_background(uint64_t slice) {
    struct scheduling_attributes attributes = {.size = sizeof attributes};
    if (syscall(SYS_sched_getattr, 0, &attributes, sizeof attributes, 0) != 0) return -1;
    attributes.policy = SCHED_BATCH;
    attributes.runtime = slice;
    return (int)syscall(SYS_sched_setattr, 0, &attributes, 0);
}
