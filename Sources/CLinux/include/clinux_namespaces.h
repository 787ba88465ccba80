// Namespaces that outlive the thread that made them: each is pinned by a bind mount.
#pragma once
#include <stddef.h>
#include <stdint.h>

/// One kernel setting, written inside the new namespaces.
typedef struct clinux_sysctl {
    const char *path;  ///< below /proc/sys, with slashes
    const char *value;
} clinux_sysctl;

/// Which namespaces to make, and the existing files to pin them on. A null path leaves that namespace shared with the host.
typedef struct clinux_namespaces {
    const char *net;
    const char *ipc;
    const char *uts;
    const char *hostname;  ///< set in the new UTS namespace; may be null
    const clinux_sysctl *sysctls;
    size_t sysctl_count;
    size_t failed_sysctl;  ///< out: index of the setting that was refused, or SIZE_MAX
} clinux_namespaces;

/// Makes the namespaces on a thread of its own, brings `lo` up, writes the settings and pins the namespaces.
/// Returns 0 or -errno; on failure nothing stays pinned.
int clinux_make_namespaces(clinux_namespaces *request);

/// Opens a TCP connection to a loopback port inside the network namespace that `netns` names (null: the host's);
/// IPv4 first, then IPv6. Returns a blocking, close-on-exec descriptor or -errno.
int clinux_connect_in_namespace(const char *netns, uint16_t port);
