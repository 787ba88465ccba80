#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netlink.h>
#include <poll.h>
#include <sched.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "CNFTables.h"

int cnft_enter_network_namespace(const char *path) {
    int namespace = open(path, O_RDONLY | O_CLOEXEC);
    if (namespace < 0) return -errno;
    int result = setns(namespace, CLONE_NEWNET) == 0 ? 0 : -errno;
    close(namespace);
    return result;
}

int cnft_open_monitor(void) {
    int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_NETFILTER);
    if (fd < 0) return -errno;
    struct sockaddr_nl address = {.nl_family = AF_NETLINK, .nl_groups = 1u << (NFNLGRP_NFTABLES - 1)};
    int size = 4 << 20;
    // Needs no privilege up to net.core.rmem_max; more where the process may.
    if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof size) != 0)
        setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof size);
    if (bind(fd, (struct sockaddr *)&address, sizeof address) == 0) return fd;
    int error = errno;
    close(fd);
    return -error;
}

/// The payload of attribute `type`, or NULL.
static const struct nlattr *find(const struct nlmsghdr *message, uint16_t type) {
    const char *at = (const char *)message + NLMSG_HDRLEN + NLMSG_ALIGN(sizeof(struct nfgenmsg));
    const char *end = (const char *)message + message->nlmsg_len;
    while (at + NLA_HDRLEN <= end) {
        const struct nlattr *attribute = (const struct nlattr *)at;
        if (attribute->nla_len < NLA_HDRLEN || at + attribute->nla_len > end) return NULL;
        if ((attribute->nla_type & NLA_TYPE_MASK) == type) return attribute;
        at += NLA_ALIGN(attribute->nla_len);
    }
    return NULL;
}

int cnft_read_monitor(int monitor, int stop, const char *table, cnft_monitor_state *state) {
    struct pollfd polled[2] = {{.fd = monitor, .events = POLLIN}, {.fd = stop, .events = POLLIN}};
    while (poll(polled, 2, -1) < 0) {
        if (errno != EINTR) return -errno;
    }
    if (polled[1].revents) return -ECANCELED;
    _Alignas(struct nlmsghdr) char buffer[1 << 16];
    ssize_t count = recv(monitor, buffer, sizeof buffer, 0);
    // The kernel dropped messages: anything may have happened.
    if (count < 0) return errno == ENOBUFS ? 1 : errno == EINTR ? 0 : -errno;
    int foreign = 0;
    size_t length = strlen(table);
    int left = (int)count;
    for (const struct nlmsghdr *message = (const struct nlmsghdr *)buffer; NLMSG_OK(message, left);
         message = NLMSG_NEXT(message, left)) {
        if (NFNL_SUBSYS_ID(message->nlmsg_type) != NFNL_SUBSYS_NFTABLES) continue;
        if (NFNL_MSG_TYPE(message->nlmsg_type) == NFT_MSG_NEWGEN) {
            // The last message of a transaction says whose it was.
            const struct nlattr *pid = find(message, NFTA_GEN_PROC_PID);
            uint32_t number = 0;
            if (pid && pid->nla_len == NLA_HDRLEN + 4) {
                const uint8_t *bytes = (const uint8_t *)pid + NLA_HDRLEN;
                number = (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
            }
            // Learnt, not asked for: in a PID namespace our own number is another.
            if (state->touched && state->own == 0) state->own = number;
            if (state->touched && number != state->own) foreign = 1;
            state->touched = 0;
            continue;
        }
        // The table's name is attribute 1 of every message but of a generation.
        const struct nlattr *name = find(message, NFTA_TABLE_NAME);
        const char *text = name ? (const char *)name + NLA_HDRLEN : NULL;
        size_t room = name ? (size_t)name->nla_len - NLA_HDRLEN : 0;
        if (text && room == length + 1 && memcmp(text, table, length) == 0) {
            // A packet that fills a set with timeouts is no edit.
            int type = NFNL_MSG_TYPE(message->nlmsg_type);
            if (type != NFT_MSG_NEWSETELEM && type != NFT_MSG_DELSETELEM) state->touched = 1;
            else if (message->nlmsg_pid != 0) state->touched = 1;
        }
    }
    return foreign;
}
