public import ApusAPI

/// The fields that selectors of built-in kinds may name beyond name and namespace.
public func builtInSelectableFields(of resource: GroupVersionResource) -> [String] {
    switch (resource.group, resource.resource) {
    case ("", "pods"):
        [
            "spec.nodeName", "spec.restartPolicy", "spec.schedulerName", "spec.serviceAccountName",
            "spec.hostNetwork", "status.phase", "status.podIP", "status.nominatedNodeName",
        ]
    case ("", "nodes"): ["spec.unschedulable"]
    case ("", "namespaces"): ["status.phase"]
    case ("", "secrets"): ["type"]
    case ("", "services"): ["spec.clusterIP", "spec.type"]
    case ("", "replicationcontrollers"), ("apps", "replicasets"): ["status.replicas"]
    case ("batch", "jobs"): ["status.successful"]
    default: []
    }
}
