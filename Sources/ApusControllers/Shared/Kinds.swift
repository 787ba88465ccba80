import ApusAPI

/// The kinds that controllers know by name.
enum Kinds {
    static let pod = GroupVersionKind("", "v1", "Pod")
    static let node = GroupVersionKind("", "v1", "Node")
    static let namespace = GroupVersionKind("", "v1", "Namespace")
    static let service = GroupVersionKind("", "v1", "Service")
    static let endpoints = GroupVersionKind("", "v1", "Endpoints")
    static let replicationController = GroupVersionKind("", "v1", "ReplicationController")
    static let replicaSet = GroupVersionKind("apps", "v1", "ReplicaSet")
    static let deployment = GroupVersionKind("apps", "v1", "Deployment")
    static let job = GroupVersionKind("batch", "v1", "Job")
    static let endpointSlice = GroupVersionKind("discovery.k8s.io", "v1", "EndpointSlice")
}

/// The resources that controllers know by name.
enum Resources {
    static let pods = GroupVersionResource("", "v1", "pods")
    static let nodes = GroupVersionResource("", "v1", "nodes")
    static let namespaces = GroupVersionResource("", "v1", "namespaces")
    static let services = GroupVersionResource("", "v1", "services")
    static let endpoints = GroupVersionResource("", "v1", "endpoints")
    static let configMaps = GroupVersionResource("", "v1", "configmaps")
    static let secrets = GroupVersionResource("", "v1", "secrets")
    static let resourceQuotas = GroupVersionResource("", "v1", "resourcequotas")
    static let persistentVolumes = GroupVersionResource("", "v1", "persistentvolumes")
    static let persistentVolumeClaims = GroupVersionResource("", "v1", "persistentvolumeclaims")
    static let serviceAccounts = GroupVersionResource("", "v1", "serviceaccounts")
    static let replicationControllers = GroupVersionResource("", "v1", "replicationcontrollers")
    static let replicaSets = GroupVersionResource("apps", "v1", "replicasets")
    static let deployments = GroupVersionResource("apps", "v1", "deployments")
    static let jobs = GroupVersionResource("batch", "v1", "jobs")
    static let serviceCIDRs = GroupVersionResource("networking.k8s.io", "v1", "servicecidrs")
    static let ipAddresses = GroupVersionResource("networking.k8s.io", "v1", "ipaddresses")
    static let endpointSlices = GroupVersionResource("discovery.k8s.io", "v1", "endpointslices")
    static let leases = GroupVersionResource("coordination.k8s.io", "v1", "leases")
    static let certificateSigningRequests = GroupVersionResource(
        "certificates.k8s.io", "v1", "certificatesigningrequests")
    static let customResourceDefinitions = GroupVersionResource(
        "apiextensions.k8s.io", "v1", "customresourcedefinitions")
    static let clusterRoles = GroupVersionResource("rbac.authorization.k8s.io", "v1", "clusterroles")
}
