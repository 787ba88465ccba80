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
