/* What stands between a server and its disk and clock: LD_PRELOADed into it, told by a page of memory what to do.
 *
 * FAULTS_CONTROL  a file with a struct control, shared with the test.
 * FAULTS_FOLDER   the folder below which files are looked after.
 * FAULTS_TRACE    where each change of those files is written down, for PowerCut.swift to read: a struct record, the
 *                 path or paths, the bytes. A sync is written down after it happened, a change before.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

struct control {
    int64_t clock_nanoseconds; /* added to the time of day */
    int64_t sync_nanoseconds;  /* how long a sync takes longer */
    int64_t hangs;             /* syncs do not return while this is not 0 */
};

enum kind { WRITE = 1, TRUNCATE, SYNC, CREATE, RENAME, UNLINK, SYNC_FOLDER };

struct record {
    uint32_t kind;
    uint32_t path_length;  /* of one path, or of two with a 0 between */
    uint64_t offset;       /* WRITE: where; TRUNCATE: the new size; SYNC: the number of the last record it covers */
    uint64_t bytes;        /* WRITE: how many follow the path */
};

enum { MAXIMUM_FILES = 4096 };
static char *paths[MAXIMUM_FILES];
static volatile struct control *control;
static const char *folder;
static int trace = -1;
static uint64_t records;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

__attribute__((constructor)) static void begin(void) {
    const char *path = getenv("FAULTS_CONTROL");
    int file = path ? (int)syscall(SYS_openat, AT_FDCWD, path, O_RDWR | O_CLOEXEC, 0) : -1;
    if (file >= 0) {
        void *page = mmap(NULL, sizeof(struct control), PROT_READ, MAP_SHARED, file, 0);
        if (page != MAP_FAILED) control = page;
        syscall(SYS_close, file);
    }
    folder = getenv("FAULTS_FOLDER");
    path = getenv("FAULTS_TRACE");
    if (path) trace = (int)syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

static int concerns(const char *path) { return folder && path && strncmp(path, folder, strlen(folder)) == 0; }

static const char *path_of(int file) { return file >= 0 && file < MAXIMUM_FILES ? paths[file] : NULL; }

/* Writes a record down; returns its number. The mutex is held. */
static uint64_t put(uint32_t kind, const char *path, size_t length, uint64_t offset, const void *bytes, uint64_t count) {
    struct record record = {kind, (uint32_t)length, offset, count};
    struct iovec parts[3] = {{&record, sizeof record}, {(void *)path, length}, {(void *)bytes, count}};
    if (trace >= 0 && syscall(SYS_writev, trace, parts, count ? 3 : 2) < 0) abort();
    return ++records;
}

static void note(uint32_t kind, const char *path, size_t length, uint64_t offset, const void *bytes, uint64_t count) {
    int saved = errno;
    pthread_mutex_lock(&mutex);
    put(kind, path, length, offset, bytes, count);
    pthread_mutex_unlock(&mutex);
    errno = saved;
}

/* Files and folders */

static int opened(int file, const char *path, int flags, int existed) {
    if (file < 0 || file >= MAXIMUM_FILES || !concerns(path)) return file;
    free(paths[file]);
    paths[file] = strdup(path);
    if ((flags & O_CREAT) && !existed) note(CREATE, path, strlen(path), 0, NULL, 0);
    if (flags & O_TRUNC) note(TRUNCATE, path, strlen(path), 0, NULL, 0);
    return file;
}

#define OPEN(name)                                                                                                     \
    int name(const char *path, int flags, ...) {                                                                       \
        mode_t mode = 0;                                                                                               \
        if (flags & O_CREAT) {                                                                                         \
            va_list more;                                                                                              \
            va_start(more, flags);                                                                                     \
            mode = va_arg(more, mode_t);                                                                               \
            va_end(more);                                                                                              \
        }                                                                                                              \
        int existed = syscall(SYS_access, path, F_OK) == 0;                                                            \
        return opened(REAL(name)(path, flags, mode), path, flags, existed);                                            \
    }
OPEN(open)
OPEN(open64)

int close(int file) {
    if (path_of(file)) {
        free(paths[file]);
        paths[file] = NULL;
    }
    return (int)syscall(SYS_close, file);
}

int rename(const char *from, const char *to) {
    int code = REAL(rename)(from, to);
    if (code == 0 && concerns(from)) {
        size_t length = strlen(from), other = strlen(to);
        char both[length + 1 + other];
        memcpy(both, from, length + 1);
        memcpy(both + length + 1, to, other);
        note(RENAME, both, sizeof both, 0, NULL, 0);
    }
    return code;
}

int unlink(const char *path) {
    int code = REAL(unlink)(path);
    if (code == 0 && concerns(path)) note(UNLINK, path, strlen(path), 0, NULL, 0);
    return code;
}

/* Changes */

#define PWRITE(name)                                                                                                   \
    ssize_t name(int file, const void *bytes, size_t count, off_t offset) {                                            \
        const char *path = path_of(file);                                                                              \
        if (path) note(WRITE, path, strlen(path), (uint64_t)offset, bytes, count);                                     \
        return (ssize_t)syscall(SYS_pwrite64, file, bytes, count, offset);                                             \
    }
PWRITE(pwrite)
PWRITE(pwrite64)

ssize_t write(int file, const void *bytes, size_t count) {
    const char *path = path_of(file);
    if (path) note(WRITE, path, strlen(path), (uint64_t)lseek(file, 0, SEEK_CUR), bytes, count);
    return (ssize_t)syscall(SYS_write, file, bytes, count);
}

#define TRUNCATE_FILE(name)                                                                                            \
    int name(int file, off_t size) {                                                                                   \
        const char *path = path_of(file);                                                                              \
        if (path) note(TRUNCATE, path, strlen(path), (uint64_t)size, NULL, 0);                                         \
        return (int)syscall(SYS_ftruncate, file, size);                                                                \
    }
TRUNCATE_FILE(ftruncate)
TRUNCATE_FILE(ftruncate64)

/* Syncs */

static void wait_for_the_disk(void) {
    if (!control) return;
    int64_t left = control->sync_nanoseconds;
    if (left > 0) {
        struct timespec time = {left / 1000000000, left % 1000000000};
        nanosleep(&time, NULL);
    }
    while (control->hangs) {
        struct timespec time = {0, 5000000};
        nanosleep(&time, NULL);
    }
}

static int synced(int file, long call) {
    const char *path = path_of(file);
    if (!path) return (int)syscall(call, file);
    pthread_mutex_lock(&mutex);
    uint64_t before = records;
    pthread_mutex_unlock(&mutex);
    wait_for_the_disk();
    int code = (int)syscall(call, file);
    struct stat about;
    int is_folder = fstat(file, &about) == 0 && S_ISDIR(about.st_mode);
    if (code == 0) note(is_folder ? SYNC_FOLDER : SYNC, path, strlen(path), before, NULL, 0);
    return code;
}

int fsync(int file) { return synced(file, SYS_fsync); }
int fdatasync(int file) { return synced(file, SYS_fdatasync); }

/* The time of day */

int clock_gettime(clockid_t clock, struct timespec *time) {
    int code = (int)syscall(SYS_clock_gettime, clock, time);
    if (code == 0 && control && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) {
        int64_t all = time->tv_sec * 1000000000LL + time->tv_nsec + control->clock_nanoseconds;
        time->tv_sec = all / 1000000000;
        time->tv_nsec = all % 1000000000;
    }
    return code;
}

int gettimeofday(struct timeval *restrict time, void *restrict zone) {
    (void)zone;
    struct timespec now;
    int code = clock_gettime(CLOCK_REALTIME, &now);
    time->tv_sec = now.tv_sec;
    time->tv_usec = now.tv_nsec / 1000;
    return code;
}

time_t time(time_t *result) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (result) *result = now.tv_sec;
    return now.tv_sec;
}
