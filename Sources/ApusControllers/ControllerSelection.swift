public import ApusClient

/// Which controllers run (`--controllers`): `*` are those that run by default, `name` is that one too, `-name` is not.
/// The first that says something of a controller counts.
public struct ControllerSelection: Sendable, Equatable {
    /// What runs where nothing is said.
    public static let standard = ControllerSelection(words: ["*"])

    private let words: [String]

    private init(words: [String]) { self.words = words }

    /// - Parameter words: Names of controllers, upstream's older names too, each with or without a `-` before it.
    /// - Throws: Where nobody knows a controller of that name.
    public init(_ words: [String]) throws(ConfigurationError) {
        var known: [String] = []
        for word in words {
            let isOut = word.hasPrefix("-")
            let name = isOut ? String(word.dropFirst()) : word
            guard name != "*" else {
                known.append(word)
                continue
            }
            let canonical = Self.aliases[name] ?? name
            guard Self.names.contains(canonical) else {
                throw ConfigurationError(
                    source: "--controllers", message: "\"\(name)\" is not in the list of known controllers")
            }
            known.append((isOut ? "-" : "") + canonical)
        }
        self.init(words: known)
    }

    func includes(_ name: String) -> Bool {
        for word in words {
            if word == name { return true }
            if word == "-" + name { return false }
        }
        return words.contains("*") && !Self.offByDefault.contains(name)
    }

    private static let offByDefault: Set<String> = ["bootstrap-signer-controller", "token-cleaner-controller"]

    /// Upstream's older names, which its command line goes on to take.
    private static let aliases = [
        "serviceaccount-token": "serviceaccount-token-controller", "endpoint": "endpoints-controller",
        "endpointslice": "endpointslice-controller", "endpointslicemirroring": "endpointslice-mirroring-controller",
        "replicationcontroller": "replicationcontroller-controller", "podgc": "pod-garbage-collector-controller",
        "resourcequota": "resourcequota-controller", "namespace": "namespace-controller",
        "serviceaccount": "serviceaccount-controller", "garbagecollector": "garbage-collector-controller",
        "daemonset": "daemonset-controller", "job": "job-controller", "deployment": "deployment-controller",
        "replicaset": "replicaset-controller", "horizontalpodautoscaling": "horizontal-pod-autoscaler-controller",
        "disruption": "disruption-controller", "statefulset": "statefulset-controller",
        "cronjob": "cronjob-controller", "csrsigning": "certificatesigningrequest-signing-controller",
        "csrapproving": "certificatesigningrequest-approving-controller",
        "csrcleaner": "certificatesigningrequest-cleaner-controller", "ttl": "ttl-controller",
        "bootstrapsigner": "bootstrap-signer-controller", "tokencleaner": "token-cleaner-controller",
        "nodeipam": "node-ipam-controller", "nodelifecycle": "node-lifecycle-controller",
        "service": "service-lb-controller", "route": "node-route-controller",
        "cloud-node-lifecycle": "cloud-node-lifecycle-controller",
        "persistentvolume-binder": "persistentvolume-binder-controller",
        "attachdetach": "persistentvolume-attach-detach-controller",
        "persistentvolume-expander": "persistentvolume-expander-controller",
        "clusterrole-aggregation": "clusterrole-aggregation-controller",
        "pvc-protection": "persistentvolumeclaim-protection-controller",
        "pv-protection": "persistentvolume-protection-controller",
        "ttl-after-finished": "ttl-after-finished-controller",
        "root-ca-cert-publisher": "root-ca-certificate-publisher-controller",
        "ephemeral-volume": "ephemeral-volume-controller",
        "storage-version-gc": "storageversion-garbage-collector-controller",
        "resource-claim-controller": "resourceclaim-controller",
        "legacy-service-account-token-cleaner": "legacy-serviceaccount-token-cleaner-controller",
    ]

    /// Every controller of upstream's, whether it is here or not: its command line works here.
    private static let names = Set(aliases.values).union([
        "taint-eviction-controller", "device-taint-eviction-controller", "selinux-warning-controller",
        "service-cidr-controller", "storage-version-migrator-controller",
        "validatingadmissionpolicy-status-controller", "podcertificaterequest-cleaner-controller",
        "kube-apiserver-serving-clustertrustbundle-publisher-controller",
    ])
}
