#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "CLinux.h"

int clinux_pidfd_open(pid_t pid) {
    long fd = syscall(SYS_pidfd_open, pid, 0);
    return fd >= 0 ? (int)fd : -errno;
}

int clinux_pidfd_signal(int pidfd, int signal) {
    return syscall(SYS_pidfd_send_signal, pidfd, signal, NULL, 0) == 0 ? 0 : -errno;
}

pid_t clinux_spawn(const clinux_program *program) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t signals;
    pid_t pid = -1;
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    int count = (int)program->descriptor_count;
    // First out of the way of the targets, so that no source is overwritten before it is used.
    const int aside = 512 + count;
    for (int index = 0; index < count; index++) {
        if (program->descriptors[index] >= 0)
            posix_spawn_file_actions_adddup2(&actions, program->descriptors[index], aside + index);
    }
    for (int index = 0; index < count; index++) {
        if (program->terminal && index < 3)
            posix_spawn_file_actions_addopen(&actions, index, program->terminal, O_RDWR, 0);
        else if (program->descriptors[index] >= 0)
            posix_spawn_file_actions_adddup2(&actions, aside + index, index);
        else
            posix_spawn_file_actions_addopen(&actions, index, "/dev/null", O_RDWR, 0);
    }
    posix_spawn_file_actions_addclosefrom_np(&actions, count);
    if (program->directory) posix_spawn_file_actions_addchdir_np(&actions, program->directory);
    sigemptyset(&signals);
    posix_spawnattr_setsigmask(&attributes, &signals);
    sigfillset(&signals);
    posix_spawnattr_setsigdefault(&attributes, &signals);
    // A new session: the first terminal that is opened becomes the controlling one.
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSID);
    int error = posix_spawn(&pid, program->path, &actions, &attributes, program->argv, program->environment);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return error == 0 ? pid : -error;
}

struct pause_call {
    const char *path;
    char *const *argv;
    const char *namespaces[3];
    sigset_t mask;
    int error;
};

// Runs with the parent's memory while the parent waits (CLONE_VM | CLONE_VFORK): only system calls here.
static int pause_child(void *argument) {
    struct pause_call *call = argument;
    static const int kinds[3] = {CLONE_NEWNET, CLONE_NEWIPC, CLONE_NEWUTS};
    for (int index = 0; index < 3; index++) {
        if (!call->namespaces[index]) continue;
        int fd = open(call->namespaces[index], O_RDONLY | O_CLOEXEC);
        if (fd < 0 || setns(fd, kinds[index]) != 0) goto failed;
        close(fd);
    }
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = SIG_DFL;
    for (int number = 1; number < 65; number++) sigaction(number, &action, NULL);
    action.sa_handler = SIG_IGN;
    sigaction(SIGCHLD, &action, NULL);
    setsid();
    int null = open("/dev/null", O_RDWR);
    if (null < 0) goto failed;
    for (int fd = 0; fd < 3; fd++) dup2(null, fd);
    syscall(SYS_close_range, 3, ~0U, 0);
    sigprocmask(SIG_SETMASK, &call->mask, NULL);
    char *environment[] = {NULL};
    execve(call->path, call->argv, environment);
failed:
    call->error = errno;
    _exit(127);
}

pid_t clinux_spawn_pid_namespace(const char *path, char *const argv[], const char *net, const char *ipc, const char *uts) {
    enum { stack_size = 64 * 1024 };
    char *stack = mmap(NULL, stack_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
    if (stack == MAP_FAILED) return -errno;
    struct pause_call call = {.path = path, .argv = argv, .namespaces = {net, ipc, uts}};
    sigset_t all, before;
    sigfillset(&all);
    sigemptyset(&call.mask);
    // No handler of this process may run on the child's borrowed memory.
    pthread_sigmask(SIG_SETMASK, &all, &before);
    pid_t pid = clone(pause_child, stack + stack_size, CLONE_VM | CLONE_VFORK | CLONE_NEWPID | SIGCHLD, &call);
    int error = errno;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    munmap(stack, stack_size);
    if (pid < 0) return -error;
    if (call.error != 0) {
        waitpid(pid, NULL, 0);
        return -call.error;
    }
    return pid;
}
