/* A slow disk for one process: loaded with LD_PRELOAD, it makes each sync take SLOW_FSYNC_MS milliseconds longer and
   counts syncs in the first eight bytes of the file SLOW_FSYNC_COUNT. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

static _Atomic unsigned long *count;
static struct timespec delay;

__attribute__((constructor)) static void begin(void) {
    const char *milliseconds = getenv("SLOW_FSYNC_MS"), *path = getenv("SLOW_FSYNC_COUNT");
    if (milliseconds) delay.tv_nsec = atol(milliseconds) * 1000000L;
    int file = path ? open(path, O_RDWR | O_CLOEXEC) : -1;
    if (file < 0) return;
    void *memory = mmap(NULL, 8, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (memory != MAP_FAILED) count = memory;
    close(file);
}

static int slowly(const char *name, int file) {
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
    if (count) atomic_fetch_add(count, 1);
    if (delay.tv_nsec) nanosleep(&delay, NULL);
    return real(file);
}

int fsync(int file) { return slowly("fsync", file); }
int fdatasync(int file) { return slowly("fdatasync", file); }
