/*
 * The Apus plugin ABI, version 1: everything in this file is frozen once it is released.
 * (What is not yet stable is in apus_plugin_draft.h.)
 *
 * A plugin is a shared library that exports one symbol, apus_plugin_main_v1, with a plugin.json beside it that the
 * host reads before it loads anything. The library holds one or more components (a filter, a runtime, …); the host
 * makes instances of a component and calls them through vtables, which it fetches by interface id.
 *
 * Rules that hold for every declaration here:
 *
 *   Sizes     Every struct but the plain values apus_str and apus_field begins with `uint32_t size`, set by who fills
 *             the struct to sizeof it. Data structs only grow at their end, under a new tag for each layout; a reader
 *             uses what lies within the smaller of the size it was given and the size it knows. A published vtable is
 *             never changed: a change is a new interface id. Structs are passed by pointer, never embedded.
 *   Memory    Arguments are borrowed until the call returns, unless the declaration says otherwise. Results go into
 *             sinks that the caller supplies. Nothing that one side allocated is freed by the other.
 *   Strings   apus_str is pointer and length, UTF-8, not terminated.
 *   Errors    A call returns apus_status and, unless it is APUS_OK, says why through apus_error.
 *   Threads   Every function pointer carries exactly one of these tags:
 *             [control]     called on the host's control thread of this plugin: never two at a time in one plugin,
 *                           never while an instance that it concerns has another call under way.
 *             [serial]      called on any thread, one call per instance (or per object) at a time.
 *             [any-thread]  called on any thread, any number at a time.
 *             and may carry
 *             [blocking-ok] may wait for I/O or locks; without it a call computes and returns.
 *             The host never calls on a thread of Swift's cooperative pool.
 */
#ifndef APUS_PLUGIN_H
#define APUS_PLUGIN_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The version of this header. Host and plugin must agree on the major; the plugin's minor is at most the host's. */
#define APUS_ABI_MAJOR 1
#define APUS_ABI_MINOR 0

/* Marks the one exported function of a plugin. */
#define APUS_EXPORT __attribute__((visibility("default")))

/* ---- Values ---------------------------------------------------------------------------------------------------- */

/* UTF-8 text, or bytes where the declaration says so. A plain value; its layout never changes. */
typedef struct apus_str {
    const char *ptr; /* not terminated; may be NULL when len is 0; owner and lifetime are those of the carrier */
    size_t len;      /* bytes */
} apus_str;

/* A named value, as in a log line. A plain value; its layout never changes. */
typedef struct apus_field {
    apus_str key;
    apus_str value;
} apus_field;

/* An apus_str initializer for a string literal: static const apus_str id = APUS_STR_INIT("example"); */
#define APUS_STR_INIT(literal) {(literal), sizeof(literal) - 1}

/* The terminated string `text` as an apus_str that borrows it; NULL gives the empty string. */
static inline apus_str apus_str_of(const char *text) {
    apus_str string = {text, 0};
    while (text != NULL && text[string.len] != '\0') string.len++;
    return string;
}

/* Whether two strings have the same bytes. */
static inline int apus_str_equal(apus_str a, apus_str b) {
    if (a.len != b.len) return 0;
    for (size_t i = 0; i < a.len; i++) {
        if (a.ptr[i] != b.ptr[i]) return 0;
    }
    return 1;
}

/* How a call went. The numbers are gRPC's status codes, because CRI and the cloud interfaces report in them. */
typedef int32_t apus_status;
#define APUS_OK 0
#define APUS_CANCELLED 1
#define APUS_UNKNOWN 2
#define APUS_INVALID_ARGUMENT 3
#define APUS_DEADLINE_EXCEEDED 4
#define APUS_NOT_FOUND 5
#define APUS_ALREADY_EXISTS 6
#define APUS_PERMISSION_DENIED 7
#define APUS_RESOURCE_EXHAUSTED 8
#define APUS_FAILED_PRECONDITION 9
#define APUS_ABORTED 10
#define APUS_OUT_OF_RANGE 11
#define APUS_UNIMPLEMENTED 12
#define APUS_INTERNAL 13
#define APUS_UNAVAILABLE 14
#define APUS_DATA_LOSS 15
#define APUS_UNAUTHENTICATED 16

/* ---- Results and errors ---------------------------------------------------------------------------------------- */

/* Takes a result. Supplied by the caller of the function that it is passed to, and borrowed until that returns. */
typedef struct apus_sink_1 {
    uint32_t size;
    uint32_t reserved; /* 0 */
    void *context;     /* the supplier's; not for the writer */
    /* [serial] Takes a piece of the result; `bytes` are copied before it returns. Unless the declaration that takes
     * the sink says otherwise, the pieces of several calls are joined. Called only on the thread of the call that
     * received the sink. Anything but APUS_OK means that no more is wanted: the writer ends its call with it. */
    apus_status (*write)(const struct apus_sink_1 *sink, apus_str bytes);
} apus_sink;

/* Takes the reason for a failure. Supplied by the caller, never NULL, borrowed until the call returns. */
typedef struct apus_error_1 {
    uint32_t size;
    uint32_t reserved; /* 0 */
    void *context;     /* the supplier's; not for the writer */
    /* [serial] Says why the call fails; `message` is copied before it returns. One line that names the object and the
     * field. The last message counts; without one the host reports the status alone. Called only on the thread of
     * the call that received it. */
    void (*set)(const struct apus_error_1 *error, apus_str message);
} apus_error;

/* Reports `message` (terminated, borrowed) and gives back `status`: return apus_fail(error, APUS_NOT_FOUND, "…"); */
static inline apus_status apus_fail(const apus_error *error, apus_status status, const char *message) {
    error->set(error, apus_str_of(message));
    return status;
}

/* ---- The host -------------------------------------------------------------------------------------------------- */

/* What an instance knows of its host. Owned by the host; valid from `create` until `destroy` of the instance that it
 * was passed to returns. */
typedef struct apus_host_1 {
    uint32_t size;
    uint16_t abi_major; /* APUS_ABI_MAJOR of the host */
    uint16_t abi_minor; /* APUS_ABI_MINOR of the host */
    void *context;      /* the host's; not for the plugin */
    /* [any-thread] The vtable of a host service (below) by its id, valid as long as `host` is; NULL for an id that
     * this host does not know. */
    const void *(*service)(const struct apus_host_1 *host, apus_str id);
} apus_host;

#define APUS_LOG_DEBUG 0
#define APUS_LOG_INFO 1
#define APUS_LOG_WARNING 2
#define APUS_LOG_ERROR 3

/* Structured log. Lines carry the names of plugin and component. */
#define APUS_HOST_LOG_1 "apus.host.log/1"
typedef struct apus_host_log_1 {
    uint32_t size;
    uint32_t reserved; /* 0 */
    /* [any-thread] Whether a line of `level` (APUS_LOG_…) would be written: 1 or 0. */
    int32_t (*enabled)(const apus_host *host, int32_t level);
    /* [any-thread] Writes a line; `message` and the `count` fields at `fields` are copied before it returns. */
    void (*write)(const apus_host *host, int32_t level, apus_str message, const apus_field *fields, size_t count);
} apus_host_log;

/* Time, so that tests can supply it. */
#define APUS_HOST_CLOCK_1 "apus.host.clock/1"
typedef struct apus_host_clock_1 {
    uint32_t size;
    uint32_t reserved; /* 0 */
    /* [any-thread] Nanoseconds since 1970-01-01T00:00:00Z. */
    int64_t (*now)(const apus_host *host);
    /* [any-thread] Nanoseconds since some fixed moment; never goes back. */
    int64_t (*monotonic)(const apus_host *host);
} apus_host_clock;

/* Single values out of the configuration that `create` got, for plugins that bring no JSON parser. `pointer` is a
 * JSON Pointer (RFC 6901). Each gives APUS_NOT_FOUND where there is nothing and APUS_INVALID_ARGUMENT where the value
 * is of another type, and leaves the result untouched then. */
#define APUS_HOST_CONFIGURATION_1 "apus.host.configuration/1"
typedef struct apus_host_configuration_1 {
    uint32_t size;
    uint32_t reserved; /* 0 */
    /* [any-thread] The value as JSON. */
    apus_status (*json)(const apus_host *host, apus_str pointer, const apus_sink *result);
    /* [any-thread] A string, unescaped. */
    apus_status (*string)(const apus_host *host, apus_str pointer, const apus_sink *result);
    /* [any-thread] A whole number. `result` is the caller's, written before it returns. */
    apus_status (*integer)(const apus_host *host, apus_str pointer, int64_t *result);
    /* [any-thread] A number. `result` is the caller's, written before it returns. */
    apus_status (*number)(const apus_host *host, apus_str pointer, double *result);
    /* [any-thread] true or false, as 1 or 0. `result` is the caller's, written before it returns. */
    apus_status (*boolean)(const apus_host *host, apus_str pointer, int32_t *result);
} apus_host_configuration;

/* A metric family of one instance. Opaque; owned by the host, valid as long as the instance's apus_host. */
typedef struct apus_metric apus_metric;

/* Metrics in Prometheus' data model, exported on the component's /metrics with the label `plugin`. */
#define APUS_HOST_METRICS_1 "apus.host.metrics/1"
typedef struct apus_host_metrics_1 {
    uint32_t size;
    uint32_t reserved; /* 0 */
    /* [any-thread] The counter `name` with these label names; the same one for the same name. NULL when the name
     * breaks Prometheus' rules or is in use with another type or other labels. All arguments are copied. */
    apus_metric *(*counter)(
        const apus_host *host, apus_str name, apus_str help, const apus_str *labels, size_t label_count);
    /* [any-thread] The gauge `name`, as above. */
    apus_metric *(*gauge)(
        const apus_host *host, apus_str name, apus_str help, const apus_str *labels, size_t label_count);
    /* [any-thread] The histogram `name`, as above, with `bound_count` upper bounds at `bounds`, growing, +Inf apart. */
    apus_metric *(*histogram)(
        const apus_host *host, apus_str name, apus_str help, const apus_str *labels, size_t label_count,
        const double *bounds, size_t bound_count);
    /* [any-thread] Adds to a counter, sets a gauge, observes in a histogram. As many label values as the family has
     * label names, in their order, copied; with any other number, or a negative step of a counter, nothing happens. */
    void (*record)(apus_metric *metric, double value, const apus_str *label_values, size_t label_value_count);
} apus_host_metrics;

/* ---- The plugin ------------------------------------------------------------------------------------------------ */

/* One instance of a component. Opaque to the host; owned by the plugin, made by `create`, ended by `destroy`. */
typedef struct apus_instance apus_instance;

/* What a plugin is. Owned by the plugin, never changed, valid as long as the library is mapped. */
typedef struct apus_plugin_1 {
    uint32_t size;
    uint16_t abi_major; /* APUS_ABI_MAJOR that the plugin was compiled with */
    uint16_t abi_minor; /* the least APUS_ABI_MINOR that it can work with */
    apus_str id;        /* as in plugin.json */
    apus_str version;   /* as in plugin.json */
    /* [control] The vtable of interface `id` of `component`, owned by the plugin, valid as long as the library is
     * mapped; NULL where the component does not offer it. `component` is a name out of plugin.json; it is the
     * plugin's id where plugin.json lists no components. No pointer of the vtable may be NULL. */
    const void *(*interface)(apus_str component, apus_str id);
    /* [control] [blocking-ok] Makes an instance of `component` and stores it in `*instance`, which is the caller's.
     * `configuration` is a JSON object, checked against the schema of plugin.json. `host` stays valid until the
     * instance is destroyed; all else is borrowed. When it fails, nothing is left behind. */
    apus_status (*create)(
        const apus_host *host, apus_str component, apus_str configuration, apus_instance **instance,
        const apus_error *error);
    /* [control] [blocking-ok] Ends an instance: it is no longer called, its threads have ended and its memory is free
     * when this returns. The host has drained all other calls of the instance first. */
    void (*destroy)(apus_instance *instance);
} apus_plugin;

/* The one symbol that a plugin exports: its description, always the same pointer. Called on the control thread, any
 * number of times; does nothing else. */
APUS_EXPORT const apus_plugin *apus_plugin_main_v1(void);
#define APUS_PLUGIN_MAIN "apus_plugin_main_v1"

#ifdef __cplusplus
}
#endif

#endif
