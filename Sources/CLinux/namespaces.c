#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <netinet/in.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "CLinux.h"

// MARK: - Making

struct make_call {
    clinux_namespaces *request;
    int result;
};

static int bring_loopback_up(void) {
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0) return -errno;
    struct ifreq interface;
    memset(&interface, 0, sizeof interface);
    strcpy(interface.ifr_name, "lo");
    interface.ifr_flags = IFF_UP | IFF_RUNNING;
    int result = ioctl(fd, SIOCSIFFLAGS, &interface) == 0 ? 0 : -errno;
    close(fd);
    return result;
}

static int write_sysctl(const clinux_sysctl *setting) {
    char path[512];
    if (snprintf(path, sizeof path, "/proc/sys/%s", setting->path) >= (int)sizeof path) return -ENAMETOOLONG;
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0) return -errno;
    ssize_t length = (ssize_t)strlen(setting->value);
    ssize_t written = write(fd, setting->value, (size_t)length);
    int result = written == length ? 0 : written < 0 ? -errno : -EIO;
    close(fd);
    return result;
}

static int pin(const char *kind, const char *target) {
    char source[64];
    snprintf(source, sizeof source, "/proc/self/task/%ld/ns/%s", syscall(SYS_gettid), kind);
    return mount(source, target, NULL, MS_BIND, NULL) == 0 ? 0 : -errno;
}

static int make_on_this_thread(clinux_namespaces *request) {
    int flags = (request->net ? CLONE_NEWNET : 0) | (request->ipc ? CLONE_NEWIPC : 0) | (request->uts ? CLONE_NEWUTS : 0);
    if (unshare(flags) != 0) return -errno;
    if (request->uts && request->hostname && sethostname(request->hostname, strlen(request->hostname)) != 0) return -errno;
    int result = 0;
    if (request->net && (result = bring_loopback_up()) != 0) return result;
    for (size_t index = 0; index < request->sysctl_count; index++) {
        if ((result = write_sysctl(&request->sysctls[index])) != 0) {
            request->failed_sysctl = index;
            return result;
        }
    }
    if (request->net && (result = pin("net", request->net)) != 0) return result;
    if (request->ipc && (result = pin("ipc", request->ipc)) != 0) goto unpin_net;
    if (request->uts && (result = pin("uts", request->uts)) != 0) goto unpin_ipc;
    return 0;
unpin_ipc:
    if (request->ipc) umount2(request->ipc, MNT_DETACH);
unpin_net:
    if (request->net) umount2(request->net, MNT_DETACH);
    return result;
}

static void *make_thread(void *argument) {
    struct make_call *call = argument;
    call->result = make_on_this_thread(call->request);
    return NULL;
}

int clinux_make_namespaces(clinux_namespaces *request) {
    request->failed_sysctl = SIZE_MAX;
    struct make_call call = {request, 0};
    pthread_t thread;
    int error = pthread_create(&thread, NULL, make_thread, &call);
    if (error != 0) return -error;
    pthread_join(thread, NULL);
    return call.result;
}

// MARK: - Connecting inside

struct connect_call {
    const char *netns;
    uint16_t port;
    int result;
};

static int connect_to(const struct sockaddr *address, socklen_t length) {
    int fd = socket(address->sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0) return -errno;
    if (connect(fd, address, length) == 0) return fd;
    int error = errno;
    close(fd);
    return -error;
}

static void *connect_thread(void *argument) {
    struct connect_call *call = argument;
    if (call->netns) {
        int namespace = open(call->netns, O_RDONLY | O_CLOEXEC);
        if (namespace < 0 || setns(namespace, CLONE_NEWNET) != 0) {
            call->result = -errno;
            if (namespace >= 0) close(namespace);
            return NULL;
        }
        close(namespace);
    }
    struct sockaddr_in v4 = {.sin_family = AF_INET, .sin_port = htons(call->port)};
    v4.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    call->result = connect_to((struct sockaddr *)&v4, sizeof v4);
    if (call->result >= 0) return NULL;
    struct sockaddr_in6 v6 = {.sin6_family = AF_INET6, .sin6_port = htons(call->port), .sin6_addr = IN6ADDR_LOOPBACK_INIT};
    int fd = connect_to((struct sockaddr *)&v6, sizeof v6);
    if (fd >= 0) call->result = fd;
    return NULL;
}

int clinux_connect_in_namespace(const char *netns, uint16_t port) {
    struct connect_call call = {netns, port, 0};
    pthread_t thread;
    int error = pthread_create(&thread, NULL, connect_thread, &call);
    if (error != 0) return -error;
    pthread_join(thread, NULL);
    return call.result;
}
