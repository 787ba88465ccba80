#include "pod_limit.h"

#include <stdlib.h>

struct apus_instance {
    int64_t limit;
    apus_metric *rejected;
    const apus_host_metrics *metrics;
};

apus_status pod_limit_create(const apus_host *host, apus_instance **instance, const apus_error *error) {
    const apus_host_configuration *configuration = host->service(host, apus_str_of(APUS_HOST_CONFIGURATION_1));
    if (configuration == NULL) return apus_fail(error, APUS_UNIMPLEMENTED, "the host has no " APUS_HOST_CONFIGURATION_1);

    struct apus_instance *self = calloc(1, sizeof *self);
    if (self == NULL) return apus_fail(error, APUS_RESOURCE_EXHAUSTED, "out of memory");
    /* plugin.json requires the member, but a host may be older than its check of it. */
    if (configuration->integer(host, apus_str_of("/limit"), &self->limit) != APUS_OK || self->limit < 0) {
        free(self);
        return apus_fail(error, APUS_INVALID_ARGUMENT, "limit: must be a whole number of at least 0");
    }

    self->metrics = host->service(host, apus_str_of(APUS_HOST_METRICS_1));
    if (self->metrics != NULL) {
        self->rejected = self->metrics->counter(
            host, apus_str_of("example_pod_limit_rejected_total"),
            apus_str_of("Nodes that were full for a Pod."), NULL, 0);
    }
    *instance = self;
    return APUS_OK;
}

void pod_limit_destroy(apus_instance *instance) { free(instance); }

static int32_t filter(apus_instance *self, const apus_filter_call_draft *call) {
    size_t count = 0;
    const int64_t *requested = apus_block_column(call->snapshot, APUS_SNAPSHOT_REQUESTED, &count);
    /* The column has `rows` elements for each resource; an empty one means that nothing is known: no verdict. */
    if (count < (APUS_RESOURCE_PODS + 1) * (size_t)call->rows) return APUS_SCHEDULE_SUCCESS;
    const int64_t *pods = requested + APUS_RESOURCE_PODS * (size_t)call->rows;

    const apus_str text = apus_str_of("node(s) reached the limit of Pods");
    uint32_t reason = 0; /* asked for when it is needed first */
    double rejected = 0;
    for (uint32_t row = 0; row < call->rows; row++) {
        if ((call->candidates[row / 64] >> (row % 64) & 1) == 0 || pods[row] < self->limit) continue;
        if (reason == 0) reason = call->reasons->reason(call->reasons, &text, 1);
        call->codes[row] = APUS_SCHEDULE_UNSCHEDULABLE; /* fewer Pods on the node would help */
        call->reason_ids[row] = reason;
        rejected++;
    }
    if (self->rejected != NULL && rejected > 0) self->metrics->record(self->rejected, rejected, NULL, 0);
    return APUS_SCHEDULE_SUCCESS;
}

const apus_scheduler_filter_draft pod_limit_filter = {
    .size = sizeof(apus_scheduler_filter_draft),
    .filter = filter,
};
