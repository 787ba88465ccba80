// Process descriptors and processes with a PID namespace.
#pragma once
#include <signal.h>
#include <stddef.h>
#include <sys/types.h>

/// A descriptor (close-on-exec) that becomes readable when the process ends, or -errno.
int clinux_pidfd_open(pid_t pid);

/// Signals the process behind a descriptor: never another one that got its number. Returns 0 or -errno.
int clinux_pidfd_signal(int pidfd, int signal);

/// A program to start.
typedef struct clinux_program {
    const char *path;
    char *const *argv;         ///< null-terminated
    char *const *environment;  ///< null-terminated
    const int *descriptors;    ///< descriptor n of the child is this process's descriptors[n]; -1: /dev/null
    size_t descriptor_count;   ///< the child has no others
    const char *terminal;      ///< the child's controlling terminal and its first three descriptors; may be null
    const char *directory;     ///< where it works; null: where its parent does
} clinux_program;

/// Starts a program in a session of its own with default signal handling. Returns its process id or -errno.
pid_t clinux_spawn(const clinux_program *program);

/// Starts `path` as process 1 of a new PID namespace, in a session of its own, with no open files but /dev/null, with SIGCHLD
/// ignored (the kernel then reaps orphans by itself). `net`, `ipc` and `uts` are namespaces to join first (each may be null).
/// Returns the process id as this namespace sees it, or -errno.
pid_t clinux_spawn_pid_namespace(const char *path, char *const argv[], const char *net, const char *ipc, const char *uts);
