/* The plugin's description and entry: what the host sees first. */
#include "pod_limit.h"

static const void *interface(apus_str component, apus_str id) {
    if (!apus_str_equal(component, apus_str_of("PodLimit"))) return NULL;
    return apus_str_equal(id, apus_str_of(APUS_SCHEDULER_FILTER_DRAFT_1)) ? &pod_limit_filter : NULL;
}

static apus_status create(
    const apus_host *host, apus_str component, apus_str configuration, apus_instance **instance,
    const apus_error *error) {
    (void)configuration; /* read through the host's configuration service, which needs no JSON parser here */
    if (!apus_str_equal(component, apus_str_of("PodLimit"))) {
        return apus_fail(error, APUS_NOT_FOUND, "the plugin has no such component");
    }
    return pod_limit_create(host, instance, error);
}

static const apus_plugin plugin = {
    .size = sizeof(apus_plugin),
    .abi_major = APUS_ABI_MAJOR,
    .abi_minor = 0,
    .id = APUS_STR_INIT("example-c"),
    .version = APUS_STR_INIT("1.0.0"),
    .interface = interface,
    .create = create,
    .destroy = pod_limit_destroy,
};

const apus_plugin *apus_plugin_main_v1(void) { return &plugin; }
