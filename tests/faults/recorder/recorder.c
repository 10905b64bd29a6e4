/* Loaded before the C library: writes down everything a process does to the files below one folder, in the order in
   which it happened, and can make the n-th of these deeds fail. Read by trace.py. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/types.h>
#include <unistd.h>

#define MOST_HANDLES 4096
#define REAL(name) ((__typeof__(&name)) dlsym(RTLD_NEXT, #name))

enum { CREATED = 1, WRITTEN, CUT, SYNCED, RENAMED, REMOVED, FOLDER_MADE, FOLDER_REMOVED, TOLD };

struct __attribute__((packed)) entry {
    uint8_t kind;
    uint64_t inode;
    int64_t offset;
    uint32_t path_length, other_length, data_length;
};

static pthread_mutex_t turn = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;
static int book = -1;
static char root[PATH_MAX];
static size_t root_length;
static unsigned char watched[MOST_HANDLES];
static long until_failure, fired;
static int failure, lasting, halved;

__attribute__((constructor)) static void begin(void) {
    const char *place = getenv("RECORDER_ROOT"), *log = getenv("RECORDER_BOOK");
    if (!place || !realpath(place, root)) return;
    root_length = strlen(root);
    if (!log) return;
    int handle = REAL(open)(log, O_WRONLY | O_CREAT | O_APPEND, 0600);
    book = fcntl(handle, F_DUPFD_CLOEXEC, 900);
    REAL(close)(handle);
}

/* Fail the n-th deed from now with `error`; all after it too if `more`; a write that fails puts half down first if
   `half`. n = 0 ends it. */
void recorder_fail(long nth, int error, int more, int half) {
    until_failure = nth, failure = error, lasting = more, halved = half, fired = 0;
}

long recorder_fired(void) { return fired; }

static int fails(void) {
    if (!until_failure) return 0;
    if (until_failure > 1) { until_failure--; return 0; }
    fired++;
    if (!lasting) until_failure = 0;
    errno = failure;
    return 1;
}

static void all(const void *data, size_t length) {
    const char *next = data;
    while (length) {
        ssize_t done = REAL(write)(book, next, length);
        if (done <= 0) abort();
        next += done, length -= (size_t) done;
    }
}

static void note(int kind, uint64_t inode, int64_t offset, const char *path, const char *other, const void *data,
                 size_t length) {
    if (book < 0) return;
    int kept = errno;
    struct entry entry = {(uint8_t) kind, inode, offset, path ? strlen(path) : 0, other ? strlen(other) : 0, length};
    all(&entry, sizeof entry);
    if (path) all(path, entry.path_length);
    if (other) all(other, entry.other_length);
    if (length) all(data, length);
    errno = kept;
}

/* The absolute path of a name, its folder resolved; whether it lies below the root. */
static int below(int folder, const char *name, char *found) {
    char given[PATH_MAX * 2], parent[PATH_MAX];
    if (!root_length || !name) return 0;
    if (name[0] != '/' && folder != AT_FDCWD) {
        char link[64];
        snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
        ssize_t length = readlink(link, parent, sizeof parent - 1);
        if (length < 0) return 0;
        parent[length] = 0;
        snprintf(given, sizeof given, "%s/%s", parent, name);
    } else {
        snprintf(given, sizeof given, "%s", name);
    }
    size_t length = strlen(given);
    while (length > 1 && given[length - 1] == '/') given[--length] = 0;
    char *slash = strrchr(given, '/');
    if (slash) *slash = 0;
    if (!realpath(slash ? (given[0] ? given : "/") : ".", parent)) return 0;
    snprintf(found, PATH_MAX, "%.2000s/%.2000s", parent, slash ? slash + 1 : given);
    return !strncmp(found, root, root_length) && (found[root_length] == '/' || !found[root_length]);
}

static int is_watched(int handle) { return handle >= 0 && handle < MOST_HANDLES && watched[handle]; }

static uint64_t inode_of(int handle) {
    struct stat found;
    return fstat(handle, &found) ? 0 : found.st_ino;
}

static int opened(int folder, const char *name, int flags, mode_t mode) {
    char path[PATH_MAX];
    struct stat before;
    if (!below(folder, name, path)) return REAL(openat)(folder, name, flags, mode);
    pthread_mutex_lock(&turn);
    int fresh = (flags & O_CREAT) && lstat(path, &before), handle = -1;
    if (!((fresh || (flags & O_TRUNC)) && fails())) handle = REAL(openat)(folder, name, flags, mode);
    if (handle >= 0 && handle < MOST_HANDLES) {
        watched[handle] = 1;
        if (fresh) note(CREATED, inode_of(handle), 0, path, NULL, NULL, 0);
        else if ((flags & O_TRUNC) && (flags & O_ACCMODE) != O_RDONLY) note(CUT, inode_of(handle), 0, NULL, NULL, NULL, 0);
    }
    pthread_mutex_unlock(&turn);
    return handle;
}

#define MODE(flags) \
    mode_t mode = 0; \
    if ((flags) & (O_CREAT | O_TMPFILE)) { \
        va_list more; \
        va_start(more, flags); \
        mode = va_arg(more, mode_t); \
        va_end(more); \
    }

int open(const char *name, int flags, ...) { MODE(flags) return opened(AT_FDCWD, name, flags, mode); }
int open64(const char *name, int flags, ...) { MODE(flags) return opened(AT_FDCWD, name, flags, mode); }
int openat(int folder, const char *name, int flags, ...) { MODE(flags) return opened(folder, name, flags, mode); }
int openat64(int folder, const char *name, int flags, ...) { MODE(flags) return opened(folder, name, flags, mode); }
int creat(const char *name, mode_t mode) { return opened(AT_FDCWD, name, O_WRONLY | O_CREAT | O_TRUNC, mode); }

int close(int handle) {
    if (handle >= 0 && handle < MOST_HANDLES) watched[handle] = 0;
    return REAL(close)(handle);
}

ssize_t write(int handle, const void *data, size_t length) {
    if (handle != STDOUT_FILENO && !is_watched(handle)) return REAL(write)(handle, data, length);
    pthread_mutex_lock(&turn);
    ssize_t done = -1;
    if (handle == STDOUT_FILENO) {
        done = REAL(write)(handle, data, length);
        if (done > 0) note(TOLD, 0, 0, NULL, NULL, data, (size_t) done);
    } else {
        int refused = fails();
        if (!refused || (halved && length > 1)) done = REAL(write)(handle, data, refused ? length / 2 : length);
        if (done > 0) note(WRITTEN, inode_of(handle), lseek(handle, 0, SEEK_CUR) - done, NULL, NULL, data, (size_t) done);
    }
    pthread_mutex_unlock(&turn);
    return done;
}

static ssize_t written_at(int handle, const void *data, size_t length, off_t offset) {
    if (!is_watched(handle)) return REAL(pwrite)(handle, data, length, offset);
    pthread_mutex_lock(&turn);
    ssize_t done = -1;
    int refused = fails();
    if (!refused || (halved && length > 1)) done = REAL(pwrite)(handle, data, refused ? length / 2 : length, offset);
    if (done > 0) note(WRITTEN, inode_of(handle), offset, NULL, NULL, data, (size_t) done);
    pthread_mutex_unlock(&turn);
    return done;
}

ssize_t pwrite(int handle, const void *data, size_t length, off_t offset) { return written_at(handle, data, length, offset); }
ssize_t pwrite64(int handle, const void *data, size_t length, off_t offset) { return written_at(handle, data, length, offset); }

/* Copies that never pass through write: refused, so that the caller takes the way that is seen. */
ssize_t sendfile(int out, int in, off_t *offset, size_t count) {
    if (is_watched(out)) { errno = ENOTSOCK; return -1; }
    return ((ssize_t (*)(int, int, off_t *, size_t)) dlsym(RTLD_NEXT, "sendfile"))(out, in, offset, count);
}
ssize_t sendfile64(int out, int in, off_t *offset, size_t count) { return sendfile(out, in, offset, count); }
ssize_t copy_file_range(int in, off_t *from, int out, off_t *to, size_t count, unsigned flags) {
    if (is_watched(out)) { errno = EINVAL; return -1; }
    return REAL(copy_file_range)(in, from, out, to, count, flags);
}

static int cut(int handle, off_t size) {
    if (!is_watched(handle)) return REAL(ftruncate)(handle, size);
    pthread_mutex_lock(&turn);
    int done = fails() ? -1 : REAL(ftruncate)(handle, size);
    if (!done) note(CUT, inode_of(handle), size, NULL, NULL, NULL, 0);
    pthread_mutex_unlock(&turn);
    return done;
}

int ftruncate(int handle, off_t size) { return cut(handle, size); }
int ftruncate64(int handle, off_t size) { return cut(handle, size); }

static int cut_named(const char *name, off_t size) {
    int handle = opened(AT_FDCWD, name, O_WRONLY | O_CLOEXEC, 0);
    if (handle < 0) return -1;
    int done = cut(handle, size), kept = errno;
    close(handle);
    errno = kept;
    return done;
}

int truncate(const char *name, off_t size) { return cut_named(name, size); }
int truncate64(const char *name, off_t size) { return cut_named(name, size); }

static int synced(int handle, int (*real)(int)) {
    char link[64], path[PATH_MAX];
    struct stat found;
    if (!is_watched(handle)) return real(handle);
    pthread_mutex_lock(&turn);
    int done = real(handle);
    if (!done && !fstat(handle, &found)) {
        snprintf(link, sizeof link, "/proc/self/fd/%d", handle);
        ssize_t length = S_ISDIR(found.st_mode) ? readlink(link, path, sizeof path - 1) : 0;
        path[length > 0 ? length : 0] = 0;
        note(SYNCED, found.st_ino, 0, path, NULL, NULL, 0);
    }
    pthread_mutex_unlock(&turn);
    return done;
}

int fsync(int handle) { return synced(handle, REAL(fsync)); }
int fdatasync(int handle) { return synced(handle, REAL(fdatasync)); }

static int renamed(int from, const char *old, int to, const char *new) {
    char source[PATH_MAX], target[PATH_MAX];
    if (!below(from, old, source) || !below(to, new, target)) return REAL(renameat)(from, old, to, new);
    pthread_mutex_lock(&turn);
    int done = fails() ? -1 : REAL(renameat)(from, old, to, new);
    if (!done) note(RENAMED, 0, 0, source, target, NULL, 0);
    pthread_mutex_unlock(&turn);
    return done;
}

int rename(const char *old, const char *new) { return renamed(AT_FDCWD, old, AT_FDCWD, new); }
int renameat(int from, const char *old, int to, const char *new) { return renamed(from, old, to, new); }

static int removed(int folder, const char *name, int flags) {
    char path[PATH_MAX];
    if (!below(folder, name, path)) return REAL(unlinkat)(folder, name, flags);
    pthread_mutex_lock(&turn);
    int done = REAL(unlinkat)(folder, name, flags);
    if (!done) note(flags & AT_REMOVEDIR ? FOLDER_REMOVED : REMOVED, 0, 0, path, NULL, NULL, 0);
    pthread_mutex_unlock(&turn);
    return done;
}

int unlink(const char *name) { return removed(AT_FDCWD, name, 0); }
int rmdir(const char *name) { return removed(AT_FDCWD, name, AT_REMOVEDIR); }
int unlinkat(int folder, const char *name, int flags) { return removed(folder, name, flags); }

static int folder_made(int folder, const char *name, mode_t mode) {
    char path[PATH_MAX];
    if (!below(folder, name, path)) return REAL(mkdirat)(folder, name, mode);
    pthread_mutex_lock(&turn);
    int done = fails() ? -1 : REAL(mkdirat)(folder, name, mode);
    if (!done) note(FOLDER_MADE, 0, 0, path, NULL, NULL, 0);
    pthread_mutex_unlock(&turn);
    return done;
}

int mkdir(const char *name, mode_t mode) { return folder_made(AT_FDCWD, name, mode); }
int mkdirat(int folder, const char *name, mode_t mode) { return folder_made(folder, name, mode); }

/* A disk that stays full says so. */
static int room(const char *name, struct statvfs *found, int (*real)(const char *, struct statvfs *)) {
    int done = real(name, found);
    if (!done && fired && lasting && failure == ENOSPC) found->f_bavail = found->f_bfree = 0;
    return done;
}

int statvfs(const char *name, struct statvfs *found) { return room(name, found, REAL(statvfs)); }
int statvfs64(const char *name, struct statvfs64 *found) { return room(name, (struct statvfs *) found, REAL(statvfs)); }
