/* The component PodLimit: a filter that keeps a node's number of Pods under a configured limit. */
#pragma once

#include "apus_plugin_draft.h"

/* [control] [blocking-ok] As apus_plugin's `create`, for this component. */
apus_status pod_limit_create(const apus_host *host, apus_instance **instance, const apus_error *error);

/* [control] As apus_plugin's `destroy`. */
void pod_limit_destroy(apus_instance *instance);

extern const apus_scheduler_filter_draft pod_limit_filter;
