#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <pthread.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "CLinux.h"

int clinux_open_in_root(int root, const char *path, int flags, mode_t mode) {
    struct open_how how;
    memset(&how, 0, sizeof how);
    how.flags = (uint64_t)(unsigned)flags | O_CLOEXEC;
    how.mode = mode;
    how.resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS;
    for (;;) {
        long fd = syscall(SYS_openat2, root, path, &how, sizeof how);
        if (fd >= 0) return (int)fd;
        // EAGAIN: a rename elsewhere raced with the resolution; the kernel asks for another try.
        if (errno != EAGAIN && errno != EINTR) return -errno;
    }
}

struct mount_call {
    const char *directory, *type, *target, *data;
    unsigned long flags;
    int result;
};

static void *mount_thread(void *argument) {
    struct mount_call *call = argument;
    // A working directory belongs to the process unless CLONE_FS is undone.
    if (unshare(CLONE_FS) != 0 || chdir(call->directory) != 0 ||
        mount(call->type, call->target, call->type, call->flags, call->data) != 0)
        call->result = -errno;
    return NULL;
}

int clinux_mount_from(const char *directory, const char *type, const char *target, unsigned long flags, const char *data) {
    struct mount_call call = {directory, type, target, data, flags, 0};
    pthread_t thread;
    int error = pthread_create(&thread, NULL, mount_thread, &call);
    if (error != 0) return -error;
    pthread_join(thread, NULL);
    return call.result;
}

dev_t clinux_device(unsigned major, unsigned minor) { return makedev(major, minor); }
unsigned clinux_device_major(dev_t device) { return major(device); }
unsigned clinux_device_minor(dev_t device) { return minor(device); }

const int clinux_o_path = O_PATH;

int clinux_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC) == 0 ? 0 : -errno; }

int clinux_memory_file(void) {
    int fd = memfd_create("input", MFD_CLOEXEC);
    return fd >= 0 ? fd : -errno;
}

int clinux_sync_file_system(int descriptor) { return syncfs(descriptor) == 0 ? 0 : -errno; }

int clinux_open_terminal(char *path, size_t size) {
    int fd = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (fd < 0) return -errno;
    if (grantpt(fd) == 0 && unlockpt(fd) == 0 && ptsname_r(fd, path, size) == 0) return fd;
    int error = errno;
    close(fd);
    return -error;
}
