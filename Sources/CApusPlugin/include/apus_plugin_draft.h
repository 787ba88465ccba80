/*
 * Interfaces that are not yet stable. The rules are those of apus_plugin.h, but an id that ends in /draft-N may be
 * dropped for /draft-N+1, or for a released /1, by any version of Apus; a host offers only the newest draft. Structs
 * that are elements of columns are plain values: without a size, with a new tag and column for another layout.
 */
#ifndef APUS_PLUGIN_DRAFT_H
#define APUS_PLUGIN_DRAFT_H

#include "apus_plugin.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Container runtime ----------------------------------------------------------------------------------------- */

/*
 * A container runtime in the terms of CRI v1 (k8s.io/cri-api, runtime.v1). A verb is the name of an RPC of
 * RuntimeService or ImageService ("RunPodSandbox", "ListContainers", "PullImage", …); a document is that RPC's request
 * or response message as JSON: lowerCamelCase names, enums by name, 64-bit integers as numbers or strings, members with
 * their default value may be left out, unknown members are ignored. A status is what the RPC would give.
 */
#define APUS_RUNTIME_DRAFT_1 "apus.runtime/draft-1"
typedef struct apus_runtime_draft_1 {
    uint32_t size;
    uint32_t reserved; /* 0 */
    /* [any-thread] [blocking-ok] Does a unary RPC; the response document goes into `response`. Gives
     * APUS_UNIMPLEMENTED for a verb that the runtime does not have. */
    apus_status (*call)(
        apus_instance *instance, apus_str verb, apus_str request, const apus_sink *response, const apus_error *error);
    /* [any-thread] [blocking-ok] Joins a process's streams to `fds` and returns when they have ended. `verb` is
     * "Exec", "Attach" or "PortForward", `request` the CRI message of that name; for PortForward with one port.
     *
     * fds[0] is read (stdin), fds[1] written (stdout, or everything of a terminal), fds[2] written (stderr); fds[3]
     * is read, one JSON object {"width":W,"height":H} a line, for each new size of the terminal. PortForward reads
     * fds[0] and writes fds[1], which may be one socket. -1 where there is none. The descriptors stay the host's; it
     * closes them after the call. The call ends when the process has ended and its output is written; when the other
     * end of fds[1] and of fds[2] is gone; or by `cancel`.
     *
     * `result` gets {"exitCode":N} for Exec and Attach and {} for PortForward. A process that ends with a code other
     * than 0 is no failure of the call. */
    apus_status (*stream)(
        apus_instance *instance, apus_str verb, apus_str request, const int32_t fds[4], const apus_sink *result,
        const apus_error *error);
    /* [any-thread] [blocking-ok] Delivers container events (CRI's ContainerEventResponse as JSON), one whole document
     * a write, from now on, in order, until `cancel` or until the sink wants no more; ends with APUS_CANCELLED then. */
    apus_status (*events)(apus_instance *instance, const apus_sink *events, const apus_error *error);
    /* [any-thread] Makes every `events` and `stream` that is under way, and each that still comes, return soon with
     * APUS_CANCELLED. Containers go on. The host calls it before it drains the instance. */
    void (*cancel)(apus_instance *instance);
} apus_runtime_draft;

/* ---- Image store ----------------------------------------------------------------------------------------------- */

/*
 * The images of a node. Each call takes the store's lock for as long as it needs, so that a command line and a kubelet
 * may use one store from two processes. Names are references ("busybox:1.36", "docker.io/library/busybox@sha256:…").
 * An image in a result is {"id","repoTags":[],"repoDigests":[],"size","created"}: CRI's Image and its creation time
 * (RFC 3339). `options` are a JSON object, {} for none.
 */
#define APUS_IMAGE_STORE_1 "apus.image-store/1"
typedef struct apus_image_store_1 {
    uint32_t size;
    uint32_t reserved; /* 0 */
    /* [any-thread] [blocking-ok] Takes in a docker-archive or OCI layout: a tar file (plain, gzip or zstd) or a folder
     * at `path`. options: {"name": reference for an image that has none}. result: {"images":[…]}. A damaged archive
     * leaves the store unchanged. */
    apus_status (*import_archive)(
        apus_instance *instance, apus_str path, apus_str options, const apus_sink *result, const apus_error *error);
    /* [any-thread] [blocking-ok] Makes a one-layer image `name` out of the root file system folder at `path`.
     * options: {"config": members of the OCI image configuration's "config" (Env, Cmd, Entrypoint, WorkingDir, User,
     * Labels, ExposedPorts, …)}. Equal folders and options give equal image ids. result: {"images":[…]}. */
    apus_status (*pack)(
        apus_instance *instance, apus_str path, apus_str name, apus_str options, const apus_sink *result,
        const apus_error *error);
    /* [any-thread] [blocking-ok] All images. options: {}. result: {"images":[…]}, ordered by first tag, then id. */
    apus_status (*list)(apus_instance *instance, apus_str options, const apus_sink *result, const apus_error *error);
    /* [any-thread] [blocking-ok] Writes image `name` to a tar file at `path`, which appears whole or not at all.
     * options: {"format":"docker-archive"|"oci"}, the latter by default. result: {"images":[…]}. */
    apus_status (*export_archive)(
        apus_instance *instance, apus_str name, apus_str path, apus_str options, const apus_sink *result,
        const apus_error *error);
    /* [any-thread] [blocking-ok] Takes the reference `name` away, and the image with its last reference; an id takes
     * all. options: {}. result: {"removed":[references and ids that are gone]}. APUS_NOT_FOUND where there is none;
     * APUS_FAILED_PRECONDITION while a container uses it. */
    apus_status (*remove)(
        apus_instance *instance, apus_str name, apus_str options, const apus_sink *result, const apus_error *error);
} apus_image_store;

/* ---- Scheduling: data ------------------------------------------------------------------------------------------ */

/*
 * A scheduling plugin works on batches: it gets the cluster as a block of columns with a row per node, the Pod as
 * another block, and gives a verdict or a score per row. Columns lie at offsets from the block's base, so that a block
 * can lie in memory that two processes share. All numbers are little-endian and aligned to their size.
 *
 * Strings in columns are ids into the snapshot's string table. A Pod's selectors, tolerations and so on use the same
 * ids; what no node knows has the id APUS_STRING_NONE, which equals nothing.
 */
#define APUS_STRING_EMPTY 0u
#define APUS_STRING_UNSCHEDULABLE 1u /* "node.kubernetes.io/unschedulable": tolerating it tolerates spec.unschedulable */
#define APUS_STRING_NONE 0xffffffffu

/* One column: `count` elements from `offset` bytes behind the block's base on. A column that a block does not have
 * has count 0. A plain value. */
typedef struct apus_column_draft_1 {
    uint64_t offset; /* bytes */
    uint64_t count;  /* elements */
} apus_column_draft;

/* A run of elements of a column. A plain value. */
typedef struct apus_range_draft_1 {
    uint32_t first;
    uint32_t count;
} apus_range_draft;

/* Columns by number (APUS_SNAPSHOT_… or APUS_POD_…). Owned by the host; borrowed until the call returns. */
typedef struct apus_block_draft_1 {
    uint32_t size;
    uint32_t column_count;            /* columns that this host fills; a number from here on reads as an empty column */
    const void *base;                 /* where offsets count from; the block's memory is the host's */
    const apus_column_draft *columns; /* column_count of them, the host's */
    uint64_t generation;              /* grows by one with each change of a row */
    uint64_t epoch; /* while it stays the same, rows, resource and image numbers and string ids keep their meaning */
} apus_block_draft;

/* Where column `number` of `block` begins, NULL where it is empty; its length goes into `*count` (the caller's). The
 * result is borrowed as the block is. */
static inline const void *apus_block_column(const apus_block_draft *block, uint32_t number, size_t *count) {
    const apus_column_draft *column = number < block->column_count ? &block->columns[number] : NULL;
    *count = column == NULL ? 0 : (size_t)column->count;
    return *count == 0 ? NULL : (const char *)block->base + column->offset;
}

/* The columns of the snapshot. "per row" means: one element for each row, `rows` of the call's struct in number. */
#define APUS_SNAPSHOT_NODE_STATE 0       /* uint8_t per row: APUS_NODE_… bits; 0 for a row that holds no node */
#define APUS_SNAPSHOT_NODE_NAME 1        /* uint32_t per row: string id */
#define APUS_SNAPSHOT_NODE_GENERATION 2  /* uint64_t per row: the block's generation when the row last changed */
#define APUS_SNAPSHOT_CHANGES 3          /* uint32_t: the row that changed at generation g is element g % count */
#define APUS_SNAPSHOT_RESOURCE_NAMES 4   /* uint32_t: string id of each resource; the first are APUS_RESOURCE_… */
#define APUS_SNAPSHOT_ALLOCATABLE 5      /* int64_t: resource r of row n is element r * rows + n */
#define APUS_SNAPSHOT_REQUESTED 6        /* int64_t, as ALLOCATABLE: what the node's Pods request, assumed ones too */
#define APUS_SNAPSHOT_NONZERO_REQUESTED 7 /* int64_t, as ALLOCATABLE, for cpu and memory alone: 100m and 200Mi where a
                                            container requests none */
#define APUS_SNAPSHOT_NODE_LABELS 8      /* apus_range_draft per row, into LABELS; by key id, growing */
#define APUS_SNAPSHOT_LABELS 9           /* apus_label_draft */
#define APUS_SNAPSHOT_NODE_TAINTS 10     /* apus_range_draft per row, into TAINTS; in the order of spec.taints */
#define APUS_SNAPSHOT_TAINTS 11          /* apus_taint_draft */
#define APUS_SNAPSHOT_NODE_IMAGES 12     /* apus_range_draft per row, into IMAGE_NUMBERS; growing */
#define APUS_SNAPSHOT_IMAGE_NUMBERS 13   /* uint32_t: elements of IMAGES */
#define APUS_SNAPSHOT_IMAGES 14          /* apus_image_draft: the images that nodes report, one per name */
#define APUS_SNAPSHOT_NODE_PORTS 15      /* apus_range_draft per row, into PORTS: host ports in use */
#define APUS_SNAPSHOT_PORTS 16           /* apus_port_draft */
#define APUS_SNAPSHOT_STRINGS 17         /* apus_range_draft per string id, into STRING_BYTES */
#define APUS_SNAPSHOT_STRING_BYTES 18    /* uint8_t: UTF-8 */
#define APUS_SNAPSHOT_COLUMN_COUNT 19

/* The columns of a Pod. A column of one element is a plain field. */
#define APUS_POD_NAMESPACE 0          /* uint8_t: UTF-8 */
#define APUS_POD_NAME 1               /* uint8_t: UTF-8 */
#define APUS_POD_UID 2                /* uint8_t: UTF-8 */
#define APUS_POD_PRIORITY 3           /* int32_t, one */
#define APUS_POD_NODE_NAME 4          /* uint32_t, one: string id of spec.nodeName; absent where that is empty */
#define APUS_POD_REQUESTS 5           /* int64_t for each resource of the snapshot; 1 for APUS_RESOURCE_PODS */
#define APUS_POD_NONZERO_REQUESTS 6   /* int64_t, two: as NONZERO_REQUESTED */
#define APUS_POD_UNKNOWN_REQUESTS 7   /* apus_range_draft: names, in TEXT, of requested resources that no node has */
#define APUS_POD_NODE_SELECTOR 8      /* apus_range_draft, one, into REQUIREMENTS: spec.nodeSelector; all must hold */
#define APUS_POD_REQUIRED_TERMS 9     /* apus_term_draft: required node affinity, one must hold; absent where the Pod
                                         has none. A term without requirements holds nowhere. */
#define APUS_POD_PREFERRED_TERMS 10   /* apus_term_draft: preferred node affinity, with weights */
#define APUS_POD_REQUIREMENTS 11      /* apus_requirement_draft */
#define APUS_POD_VALUES 12            /* uint32_t: string ids */
#define APUS_POD_TOLERATIONS 13       /* apus_toleration_draft, in the order of spec.tolerations */
#define APUS_POD_HOST_PORTS 14        /* apus_port_draft */
#define APUS_POD_IMAGES 15            /* uint32_t: elements of the snapshot's IMAGES, one for each container and init
                                         container; APUS_STRING_NONE where no node has the image */
#define APUS_POD_TEXT 16              /* uint8_t: UTF-8 */
#define APUS_POD_COLUMN_COUNT 17

/* Bits of NODE_STATE. */
#define APUS_NODE_PRESENT 1u       /* the row holds a node */
#define APUS_NODE_UNSCHEDULABLE 2u /* spec.unschedulable */

/* The first resources; extended ones follow in the order in which they were first seen. */
#define APUS_RESOURCE_CPU 0u               /* thousandths of a core */
#define APUS_RESOURCE_MEMORY 1u            /* bytes */
#define APUS_RESOURCE_EPHEMERAL_STORAGE 2u /* bytes */
#define APUS_RESOURCE_PODS 3u              /* Pods; requested is how many the node has */

/* A label: string ids. A plain value. */
typedef struct apus_label_draft_1 {
    uint32_t key;
    uint32_t value;
} apus_label_draft;

/* Effects of taints and tolerations. */
#define APUS_EFFECT_ANY 0u /* of a toleration: every effect */
#define APUS_EFFECT_NO_SCHEDULE 1u
#define APUS_EFFECT_PREFER_NO_SCHEDULE 2u
#define APUS_EFFECT_NO_EXECUTE 3u

/* A taint. A plain value. */
typedef struct apus_taint_draft_1 {
    uint32_t key;    /* string id */
    uint32_t value;  /* string id */
    uint32_t effect; /* APUS_EFFECT_… */
} apus_taint_draft;

#define APUS_TOLERATION_EQUAL 0u
#define APUS_TOLERATION_EXISTS 1u

/* A toleration. A plain value. */
typedef struct apus_toleration_draft_1 {
    uint32_t key;      /* string id; 0 with EXISTS tolerates every key */
    uint32_t value;    /* string id */
    uint32_t effect;   /* APUS_EFFECT_… */
    uint32_t operation; /* APUS_TOLERATION_… */
} apus_toleration_draft;

/* An image that nodes report. A plain value. */
typedef struct apus_image_draft_1 {
    int64_t bytes;
    uint32_t name;  /* string id */
    uint32_t nodes; /* how many nodes have it */
} apus_image_draft;

#define APUS_PROTOCOL_TCP 0u
#define APUS_PROTOCOL_UDP 1u
#define APUS_PROTOCOL_SCTP 2u

/* A host port. Two conflict when protocol and port are equal and the addresses are equal or one is 0.0.0.0. A plain
 * value. */
typedef struct apus_port_draft_1 {
    uint32_t address;  /* string id of hostIP; 0 stands for 0.0.0.0 */
    uint16_t port;
    uint16_t protocol; /* APUS_PROTOCOL_… */
} apus_port_draft;

/* Node selector requirements as in core/v1. */
#define APUS_OPERATOR_IN 0u
#define APUS_OPERATOR_NOT_IN 1u
#define APUS_OPERATOR_EXISTS 2u
#define APUS_OPERATOR_DOES_NOT_EXIST 3u
#define APUS_OPERATOR_GREATER 4u /* the label's value as a whole number is greater than `number` */
#define APUS_OPERATOR_LESS 5u
#define APUS_OPERATOR_NEVER 6u   /* malformed: holds nowhere */

/* A requirement's key when it is the field metadata.name instead of a label. */
#define APUS_KEY_NODE_NAME 0xfffffffeu

/* One requirement on a node. A plain value. */
typedef struct apus_requirement_draft_1 {
    int64_t number;          /* for GREATER and LESS */
    uint32_t key;            /* string id of a label's key, or APUS_KEY_NODE_NAME */
    uint32_t operation;      /* APUS_OPERATOR_… */
    apus_range_draft values; /* into VALUES, for IN and NOT_IN */
} apus_requirement_draft;

/* A term: all its requirements must hold. A plain value. */
typedef struct apus_term_draft_1 {
    apus_range_draft requirements; /* into REQUIREMENTS */
    int32_t weight;                /* of a preferred term */
    uint32_t reserved;             /* 0 */
} apus_term_draft;

/* ---- Scheduling: extension points ------------------------------------------------------------------------------ */

/* The scheduling framework's status codes. */
#define APUS_SCHEDULE_SUCCESS 0
#define APUS_SCHEDULE_ERROR 1                           /* the attempt fails; the message says why */
#define APUS_SCHEDULE_UNSCHEDULABLE 2                   /* preemption might help */
#define APUS_SCHEDULE_UNSCHEDULABLE_AND_UNRESOLVABLE 3  /* preemption cannot help */
#define APUS_SCHEDULE_SKIP 5                            /* this plugin has nothing to say about the Pod */

/* Makes ids of reasons. Supplied by the host with a call, borrowed until that returns. */
typedef struct apus_reasons_draft_1 {
    uint32_t size;
    uint32_t reserved; /* 0 */
    void *context;     /* the host's; not for the plugin */
    /* [serial] The id, never 0, of a list of `count` reasons at `texts`, which are copied: "Insufficient cpu". A list
     * that was given before has the same id. An id is good for the call only. Called only on the thread of the call
     * that received it. */
    uint32_t (*reason)(const struct apus_reasons_draft_1 *reasons, const apus_str *texts, size_t count);
} apus_reasons_draft;

/* What a plugin found out about one Pod and one snapshot, to use in the calls that follow. Opaque; owned by the plugin,
 * freed by the interface that made it. */
typedef struct apus_cycle apus_cycle;

/* One call of pre_filter or pre_score. Owned by the host, as is everything it points to; borrowed until it returns. */
typedef struct apus_prepare_call_draft_1 {
    uint32_t size;
    uint32_t rows;                     /* rows of the snapshot */
    const apus_block_draft *snapshot;
    const apus_block_draft *pod;
    uint64_t *candidates;              /* bit n % 64 of element n / 64: row n takes part. pre_filter may clear bits: the
                                          Pod fits no other node, whatever filters say. pre_score only reads them. */
    const apus_reasons_draft *reasons;
    uint32_t reason;                   /* written by the plugin with UNSCHEDULABLE…: an id of `reasons` */
    uint32_t reserved;                 /* 0 */
    apus_cycle *cycle;                 /* written by the plugin: its state, or NULL; becomes the plugin's to free */
    const apus_error *error;
} apus_prepare_call_draft;

/* One call of filter. Owned by the host, as is everything it points to; borrowed until it returns. */
typedef struct apus_filter_call_draft_1 {
    uint32_t size;
    uint32_t rows;                     /* rows of the snapshot */
    const apus_block_draft *snapshot;
    const apus_block_draft *pod;
    const apus_cycle *cycle;           /* of the component's pre_filter; NULL where it has none */
    const uint64_t *candidates;        /* as above; verdicts on other rows are ignored */
    uint8_t *codes;                    /* per row: written by the plugin where it is not APUS_SCHEDULE_SUCCESS, which the
                                          host has put everywhere; UNSCHEDULABLE or UNSCHEDULABLE_AND_UNRESOLVABLE */
    uint32_t *reason_ids;              /* per row: written by the plugin with the code: an id of `reasons` */
    const apus_reasons_draft *reasons;
    const apus_error *error;
} apus_filter_call_draft;

/* One call of score or normalize. Owned by the host, as is everything it points to; borrowed until it returns. */
typedef struct apus_score_call_draft_1 {
    uint32_t size;
    uint32_t rows;                     /* rows of the snapshot */
    const apus_block_draft *snapshot;
    const apus_block_draft *pod;
    const apus_cycle *cycle;           /* of the component's pre_score; NULL where it has none */
    const uint64_t *candidates;        /* as above: the nodes that passed all filters; other rows are ignored */
    int64_t *scores;                   /* per row: score writes it (0 before); normalize changes it. After both it is
                                          from 0 to 100. */
    const apus_error *error;
} apus_score_call_draft;

/* Looks at a Pod once, before the filter of the same component. */
#define APUS_SCHEDULER_PRE_FILTER_DRAFT_1 "apus.scheduler.pre-filter/draft-1"
typedef struct apus_scheduler_pre_filter_draft_1 {
    uint32_t size;
    uint32_t reserved; /* 0 */
    /* [serial] Gives an APUS_SCHEDULE_… code: SKIP leaves out the component's filter in this attempt; UNSCHEDULABLE…
     * fails the Pod on every node. */
    int32_t (*pre_filter)(apus_instance *instance, apus_prepare_call_draft *call);
    /* [serial] A copy of `cycle` that lives apart from it, the host's to give back to `free_cycle`. */
    apus_cycle *(*clone_cycle)(apus_instance *instance, const apus_cycle *cycle);
    /* [serial] Frees a state that pre_filter or clone_cycle made. */
    void (*free_cycle)(apus_instance *instance, apus_cycle *cycle);
} apus_scheduler_pre_filter_draft;

/* Says which nodes can take a Pod. */
#define APUS_SCHEDULER_FILTER_DRAFT_1 "apus.scheduler.filter/draft-1"
typedef struct apus_scheduler_filter_draft_1 {
    uint32_t size;
    uint32_t reserved; /* 0 */
    /* [serial] Writes a verdict for each candidate that cannot take the Pod. Gives SUCCESS, or ERROR. A row's verdict
     * may depend on that row, the Pod, the cycle state and the configuration only. */
    int32_t (*filter)(apus_instance *instance, const apus_filter_call_draft *call);
} apus_scheduler_filter_draft;

/* Looks at a Pod and the nodes that fit once, before the score of the same component. */
#define APUS_SCHEDULER_PRE_SCORE_DRAFT_1 "apus.scheduler.pre-score/draft-1"
typedef struct apus_scheduler_pre_score_draft_1 {
    uint32_t size;
    uint32_t reserved; /* 0 */
    /* [serial] Gives SUCCESS, SKIP (leaves out the component's score in this attempt) or ERROR. */
    int32_t (*pre_score)(apus_instance *instance, apus_prepare_call_draft *call);
    /* [serial] A copy of `cycle` that lives apart from it, the host's to give back to `free_cycle`. */
    apus_cycle *(*clone_cycle)(apus_instance *instance, const apus_cycle *cycle);
    /* [serial] Frees a state that pre_score or clone_cycle made. */
    void (*free_cycle)(apus_instance *instance, apus_cycle *cycle);
} apus_scheduler_pre_score_draft;

/* Says how good nodes are for a Pod. */
#define APUS_SCHEDULER_SCORE_DRAFT_1 "apus.scheduler.score/draft-1"
typedef struct apus_scheduler_score_draft_1 {
    uint32_t size;
    uint32_t reserved; /* 0 */
    /* [serial] Writes each candidate's score. Gives SUCCESS, or ERROR. A row's score may depend on that row and its
     * images, the Pod, the cycle state and the configuration only; what needs the other rows is for `normalize`. */
    int32_t (*score)(apus_instance *instance, const apus_score_call_draft *call);
} apus_scheduler_score_draft;

/* Brings the scores of the same component into 0 to 100, seeing those of all candidates. */
#define APUS_SCHEDULER_NORMALIZE_DRAFT_1 "apus.scheduler.normalize/draft-1"
typedef struct apus_scheduler_normalize_draft_1 {
    uint32_t size;
    uint32_t reserved; /* 0 */
    /* [serial] Changes each candidate's score. Gives SUCCESS, or ERROR. */
    int32_t (*normalize)(apus_instance *instance, const apus_score_call_draft *call);
} apus_scheduler_normalize_draft;

#ifdef __cplusplus
}
#endif

#endif
