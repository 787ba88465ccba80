#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <linux/netfilter/nf_conntrack_common.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netfilter/nfnetlink_conntrack.h>
#include <linux/netlink.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "CNFTables.h"

/// A nested set of attributes.
struct attributes {
    const char *at, *end;
};

static const struct nlattr *next(struct attributes *list) {
    if (list->at + NLA_HDRLEN > list->end) return NULL;
    const struct nlattr *attribute = (const struct nlattr *)list->at;
    if (attribute->nla_len < NLA_HDRLEN || list->at + attribute->nla_len > list->end) return NULL;
    list->at += NLA_ALIGN(attribute->nla_len);
    return attribute;
}

static struct attributes inside(const struct nlattr *attribute) {
    const char *at = (const char *)attribute;
    return (struct attributes){at + NLA_HDRLEN, at + attribute->nla_len};
}

/// One direction of a connection.
struct tuple {
    const uint8_t *source, *destination;
    size_t length;
    uint8_t protocol;
    uint16_t destination_port;
};

static struct tuple read_tuple(const struct nlattr *attribute) {
    struct tuple tuple = {0};
    struct attributes parts = inside(attribute);
    for (const struct nlattr *part; (part = next(&parts));) {
        struct attributes fields = inside(part);
        for (const struct nlattr *field; (field = next(&fields));) {
            const uint8_t *bytes = (const uint8_t *)field + NLA_HDRLEN;
            size_t length = field->nla_len - NLA_HDRLEN;
            int type = field->nla_type & NLA_TYPE_MASK;
            if ((part->nla_type & NLA_TYPE_MASK) == CTA_TUPLE_IP) {
                if (type == CTA_IP_V4_SRC || type == CTA_IP_V6_SRC) tuple.source = bytes;
                if (type == CTA_IP_V4_DST || type == CTA_IP_V6_DST) tuple.destination = bytes, tuple.length = length;
            } else {
                if (type == CTA_PROTO_NUM && length == 1) tuple.protocol = bytes[0];
                if (type == CTA_PROTO_DST_PORT && length == 2) tuple.destination_port = (uint16_t)(bytes[0] << 8 | bytes[1]);
            }
        }
    }
    return tuple;
}

struct request {
    struct nlmsghdr header;
    struct nfgenmsg generic;
};

static int send_request(int fd, struct nlmsghdr *message) {
    return send(fd, message, message->nlmsg_len, 0) == (ssize_t)message->nlmsg_len ? 0 : -errno;
}

/// Deletes the connection with this original tuple.
static int forget(int fd, uint8_t family, const struct nlattr *original) {
    size_t length = NLMSG_ALIGN(sizeof(struct request)) + NLA_ALIGN(original->nla_len);
    struct request *request = calloc(1, length);
    if (!request) return -ENOMEM;
    request->header = (struct nlmsghdr){
        .nlmsg_len = (uint32_t)length, .nlmsg_type = NFNL_SUBSYS_CTNETLINK << 8 | IPCTNL_MSG_CT_DELETE,
        .nlmsg_flags = NLM_F_REQUEST};
    request->generic = (struct nfgenmsg){.nfgen_family = family, .version = NFNETLINK_V0};
    memcpy((char *)request + NLMSG_ALIGN(sizeof(struct request)), original, original->nla_len);
    int result = send_request(fd, &request->header);
    free(request);
    return result;
}

static int is_stale(
    const struct nlattr *original, const struct nlattr *reply, const uint8_t *address, size_t length, uint16_t port,
    const uint8_t *endpoints, size_t count) {
    struct tuple to = read_tuple(original), from = read_tuple(reply);
    if (to.protocol != IPPROTO_UDP || to.destination_port != port || to.length != length || !from.source) return 0;
    if (address && memcmp(to.destination, address, length) != 0) return 0;
    // With any address, only connections that were translated are a Service's.
    if (!address && memcmp(to.destination, from.source, length) == 0) return 0;
    for (size_t index = 0; index < count; index++) {
        if (memcmp(from.source, endpoints + index * length, length) == 0) return 0;
    }
    return 1;
}

int cnft_forget_udp(const uint8_t *address, size_t length, uint16_t port, const uint8_t *endpoints, size_t count) {
    int list = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_NETFILTER);
    int erase = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_NETFILTER);
    int result = list < 0 || erase < 0 ? -errno : 0;
    uint8_t family = length == 4 ? AF_INET : AF_INET6;
    struct request dump = {
        .header = {.nlmsg_len = sizeof dump, .nlmsg_type = NFNL_SUBSYS_CTNETLINK << 8 | IPCTNL_MSG_CT_GET,
                   .nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP},
        .generic = {.nfgen_family = family, .version = NFNETLINK_V0}};
    if (result == 0) result = send_request(list, &dump.header);
    int done = result < 0, forgotten = 0;
    while (!done) {
        _Alignas(struct nlmsghdr) char buffer[1 << 16];
        ssize_t size = recv(list, buffer, sizeof buffer, 0);
        if (size < 0) {
            if (errno == EINTR) continue;
            result = -errno;
            break;
        }
        int left = (int)size;
        for (struct nlmsghdr *message = (struct nlmsghdr *)buffer; NLMSG_OK(message, left);
             message = NLMSG_NEXT(message, left)) {
            if (message->nlmsg_type == NLMSG_DONE) done = 1;
            if (message->nlmsg_type == NLMSG_ERROR) {
                result = ((struct nlmsgerr *)NLMSG_DATA(message))->error;
                done = 1;
            }
            if (done) break;
            struct attributes parts = {
                (char *)message + NLMSG_HDRLEN + NLMSG_ALIGN(sizeof(struct nfgenmsg)), (char *)message + message->nlmsg_len};
            const struct nlattr *original = NULL, *reply = NULL;
            for (const struct nlattr *part; (part = next(&parts));) {
                if ((part->nla_type & NLA_TYPE_MASK) == CTA_TUPLE_ORIG) original = part;
                if ((part->nla_type & NLA_TYPE_MASK) == CTA_TUPLE_REPLY) reply = part;
            }
            if (original && reply && is_stale(original, reply, address, length, port, endpoints, count) &&
                forget(erase, family, original) == 0)
                forgotten++;
        }
    }
    if (list >= 0) close(list);
    if (erase >= 0) close(erase);
    return result < 0 ? result : forgotten;
}
