#pragma once
#include <nftables/libnftables.h>
#include <stddef.h>
#include <stdint.h>

/// Moves the calling thread into the network namespace at `path`. Returns 0 or -errno.
int cnft_enter_network_namespace(const char *path);

/// Opens a socket that hears of every change of nftables in the calling thread's network namespace. Returns a descriptor
/// (close-on-exec) or -errno.
int cnft_open_monitor(void);

/// What `cnft_read_monitor` keeps between two calls; zero at first.
typedef struct cnft_monitor_state {
    int touched;   ///< the transaction whose messages are being read has changed the table
    uint32_t own;  ///< the kernel's number of the thread that makes our own transactions; 0 until the first one came by
} cnft_monitor_state;

/// Waits for messages. Returns 1 when a transaction of somebody else changed a table named `table`, or when messages were
/// lost; 0 otherwise; -errno on failure. The first transaction that changes the table is taken for our own. `stop` is a
/// descriptor that ends the wait when it is readable (-ECANCELED).
int cnft_read_monitor(int monitor, int stop, const char *table, cnft_monitor_state *state);

/// Forgets UDP connections that were made to `address` (4 or 16 bytes, network order; null: any) and `port`, except those
/// that go on to one of the `count` endpoint addresses at `endpoints`, each as long as `address`; so that clients which keep
/// their source port find an endpoint that is there. In the calling thread's network namespace.
/// Returns how many were forgotten, or -errno.
int cnft_forget_udp(
    const uint8_t *address, size_t length, uint16_t port, const uint8_t *endpoints, size_t count);
