public import ApusAPI

/// The fields that selectors of built-in kinds may name beyond name and namespace.
public func builtInSelectableFields(of resource: GroupVersionResource) -> [Definition.SelectableField] {
    let fields: [Definition.SelectableField] =
        switch (resource.group, resource.resource) {
        case ("", "pods"):
            [
                .init("spec.nodeName"), .init("spec.restartPolicy"), .init("spec.schedulerName"),
                .init("spec.serviceAccountName"), .init("spec.hostNetwork", absentValue: "false"),
                .init("status.phase"), .init("status.podIP"), .init("status.nominatedNodeName"),
            ]
        case ("", "nodes"): [.init("spec.unschedulable", absentValue: "false")]
        case ("", "namespaces"): [.init("status.phase")]
        case ("", "secrets"): [.init("type")]
        case ("", "services"): [.init("spec.clusterIP"), .init("spec.type")]
        case ("", "replicationcontrollers"), ("apps", "replicasets"): [.init("status.replicas", absentValue: "0")]
        case ("batch", "jobs"): [.init("status.successful", absentValue: "0")]
        default: []
        }
    return fields
}
