// Paths that stay inside a root, and mounts that need a working directory of their own.
#pragma once
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/// Opens `path` as if `root` were "/": symbolic links and ".." cannot leave it (openat2, RESOLVE_IN_ROOT).
/// Returns a descriptor (close-on-exec) or -errno.
int clinux_open_in_root(int root, const char *path, int flags, mode_t mode);

/// Mounts `type` on `target` with `data`, whose relative paths are read from `directory`. Other threads keep their working
/// directory. Returns 0 or -errno.
int clinux_mount_from(const char *directory, const char *type, const char *target, unsigned long flags, const char *data);

/// The device number of `major` and `minor`.
dev_t clinux_device(unsigned major, unsigned minor);
unsigned clinux_device_major(dev_t device);
unsigned clinux_device_minor(dev_t device);

/// open(2)'s O_PATH, which needs _GNU_SOURCE.
extern const int clinux_o_path;

/// A pipe (reading end first), close-on-exec. Returns 0 or -errno.
int clinux_pipe(int ends[2]);

/// A file in memory without a name, close-on-exec. Returns its descriptor or -errno.
int clinux_memory_file(void);

/// Writes out the file system that `descriptor` is on. Returns 0 or -errno.
int clinux_sync_file_system(int descriptor);

/// A pseudo-terminal: returns our end (close-on-exec) or -errno; the other end's path goes into `path`.
int clinux_open_terminal(char *path, size_t size);
