/* A disk that refuses to write, laid before the C library's own calls: for tests of what is left behind then.
 *
 * FAULT_FOLDER   only files below this folder are concerned
 * FAULT_AT       the so manyth call is refused
 * FAULT_COUNT    and how many calls from there on (1 where it is not given)
 * FAULT_WHILE    every call is refused while this file is there, and only then
 * FAULT_SYNC     set: calls that wait for the disk are concerned, and only they
 * FAULT_FULL     set: refused because no space is left, otherwise because of an input/output error
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static atomic_long calls;

static int refused(int fd, int sync) {
    const char *folder = getenv("FAULT_FOLDER");
    char link[64], path[4096];
    if (!folder || (getenv("FAULT_SYNC") != NULL) != sync) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    if (strncmp(path, folder, strlen(folder)) != 0) return 0;
    const char *present = getenv("FAULT_WHILE");
    if (present) {
        if (access(present, F_OK) != 0) return 0;
    } else {
        const char *at = getenv("FAULT_AT"), *count = getenv("FAULT_COUNT");
        long from = at ? atol(at) : 0, many = count ? atol(count) : 1, call = atomic_fetch_add(&calls, 1) + 1;
        if (call < from || call >= from + many) return 0;
        fprintf(stderr, "refused: call %ld on %s\n", call, path);
    }
    errno = getenv("FAULT_FULL") ? ENOSPC : EIO;
    return 1;
}

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t write(int fd, const void *from, size_t size) { return refused(fd, 0) ? -1 : NEXT(write)(fd, from, size); }
ssize_t pwrite(int fd, const void *from, size_t size, off_t at) { return refused(fd, 0) ? -1 : NEXT(pwrite)(fd, from, size, at); }
ssize_t pwrite64(int fd, const void *from, size_t size, off64_t at) { return refused(fd, 0) ? -1 : NEXT(pwrite64)(fd, from, size, at); }
ssize_t writev(int fd, const struct iovec *from, int size) { return refused(fd, 0) ? -1 : NEXT(writev)(fd, from, size); }
ssize_t pwritev(int fd, const struct iovec *from, int size, off_t at) { return refused(fd, 0) ? -1 : NEXT(pwritev)(fd, from, size, at); }
int ftruncate(int fd, off_t size) { return refused(fd, 0) ? -1 : NEXT(ftruncate)(fd, size); }
int ftruncate64(int fd, off64_t size) { return refused(fd, 0) ? -1 : NEXT(ftruncate64)(fd, size); }
int fsync(int fd) { return refused(fd, 1) ? -1 : NEXT(fsync)(fd); }
int fdatasync(int fd) { return refused(fd, 1) ? -1 : NEXT(fdatasync)(fd); }
