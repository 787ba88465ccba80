import ApusAPI
import ApusJSON
import ApusResources
import Testing

/// The columns and one row of each kind, as upstream's printers give them. Ages are five minutes.
@Suite struct TableRowTests {
    struct Row: Sendable {
        var group = ""
        var version = "v1"
        var kind: String
        var object: JSONValue = [:]
        var columns: String
        var cells: [JSONValue]
    }

    static let context = TableContext(now: Timestamp(seconds: 1_700_000_300))
    private static let template: JSONValue = [
        "metadata": ["labels": ["a": "b"]],
        "spec": [
            "containers": [["name": "c", "image": "i:1"], ["name": "d", "image": "j"]], "nodeSelector": ["z": "1"],
        ],
    ]
    private static let selector: JSONValue = ["matchLabels": ["a": "b"]]

    static let rows: [Row] = [
        Row(
            kind: "ComponentStatus",
            object: ["conditions": [["type": "Healthy", "status": "False", "message": "m", "error": "e"]]],
            columns: "Name,Status,Message,Error", cells: ["x", "Unhealthy", "m", "e"]),
        Row(
            kind: "ConfigMap", object: ["data": ["a": "b"], "binaryData": ["c": ""]], columns: "Name,Data,Age",
            cells: ["x", 2, "5m"]),
        Row(
            kind: "Endpoints",
            object: [
                "subsets": [
                    ["addresses": [["ip": "10.0.0.1"], ["ip": "10.0.0.2"]], "ports": [["port": 80], ["port": 443]]],
                    ["addresses": [["ip": "fd00::1"]]],
                ]
            ], columns: "Name,Endpoints,Age",
            cells: ["x", "10.0.0.1:80,10.0.0.2:80,10.0.0.1:443 + 2 more...", "5m"]),
        Row(kind: "Endpoints", columns: "Name,Endpoints,Age", cells: ["x", "<none>", "5m"]),
        Row(
            kind: "Event",
            object: [
                "type": "Normal", "reason": "Pulled", "message": " pulled it\n", "count": 3,
                "firstTimestamp": "2023-11-14T22:15:20Z", "lastTimestamp": "2023-11-14T22:17:20Z",
                "involvedObject": ["kind": "Pod", "name": "p", "fieldPath": "spec.containers{c}"],
                "source": ["component": "kubelet", "host": "n1"],
            ], columns: "Last Seen,Type,Reason,Object,*Subobject,*Source,Message,*First Seen,*Count,*Name",
            cells: [
                "60s", "Normal", "Pulled", "pod/p", "spec.containers{c}", "kubelet, n1", "pulled it", "3m", 3, "x",
            ]),
        Row(
            group: "events.k8s.io", kind: "Event",
            object: [
                "type": "Normal", "reason": "Pulled", "note": "done", "eventTime": "2023-11-14T22:13:20.000000Z",
                "regarding": ["kind": "Node"], "reportingController": "k", "reportingInstance": "k-1",
            ], columns: "Last Seen,Type,Reason,Object,*Subobject,*Source,Message,*First Seen,*Count,*Name",
            cells: ["5m", "Normal", "Pulled", "node", "", "k, k-1", "done", "5m", 1, "x"]),
        Row(kind: "LimitRange", columns: "Name,Created At", cells: ["x", "2023-11-14T22:13:20Z"]),
        Row(
            kind: "Namespace", object: ["status": ["phase": "Active"]], columns: "Name,Status,Age",
            cells: ["x", "Active", "5m"]),
        Row(
            kind: "PersistentVolumeClaim",
            object: [
                "spec": ["volumeName": "v", "storageClassName": "s", "volumeMode": "Block"],
                "status": ["phase": "Bound", "capacity": ["storage": "1Gi"], "accessModes": ["ReadWriteOnce"]],
            ],
            columns: "Name,Status,Volume,Capacity,Access Modes,StorageClass,VolumeAttributesClass,Age,*VolumeMode",
            cells: ["x", "Bound", "v", "1Gi", "RWO", "s", "<unset>", "5m", "Block"]),
        Row(
            kind: "PersistentVolume",
            object: [
                "spec": [
                    "capacity": ["storage": "5Gi"], "accessModes": ["ReadWriteMany", "ReadOnlyMany"],
                    "persistentVolumeReclaimPolicy": "Retain", "claimRef": ["namespace": "n", "name": "c"],
                    "volumeAttributesClassName": "gold",
                ], "status": ["phase": "Bound", "reason": "r"],
            ],
            columns: "Name,Capacity,Access Modes,Reclaim Policy,Status,Claim,StorageClass,VolumeAttributesClass,"
                + "Reason,Age,*VolumeMode",
            cells: ["x", "5Gi", "ROX,RWX", "Retain", "Bound", "n/c", "", "gold", "r", "5m", "<unset>"]),
        Row(
            kind: "PodTemplate", object: ["template": template], columns: "Name,Containers,Images,Pod Labels",
            cells: ["x", "c,d", "i:1,j", "a=b"]),
        Row(
            kind: "ReplicationController",
            object: [
                "spec": ["replicas": 3, "template": template, "selector": ["a": "b", "c": "d"]],
                "status": ["replicas": 2, "readyReplicas": 1],
            ], columns: "Name,Desired,Current,Ready,Age,*Containers,*Images,*Selector",
            cells: ["x", 3, 2, 1, "5m", "c,d", "i:1,j", "a=b,c=d"]),
        Row(
            kind: "ResourceQuota",
            object: [
                "status": ["hard": ["pods": "4", "limits.cpu": "2", "requests.cpu": "1"], "used": ["pods": "1"]]
            ], columns: "Name,Request,Limit,Age",
            cells: ["x", "pods: 1/4, requests.cpu: 0/1", "limits.cpu: 0/2", "5m"]),
        Row(
            kind: "Secret", object: ["type": "Opaque", "data": ["a": "", "b": ""]], columns: "Name,Type,Data,Age",
            cells: ["x", "Opaque", 2, "5m"]),
        Row(
            kind: "ServiceAccount", object: ["secrets": [["name": "s"]]], columns: "Name,Secrets,Age",
            cells: ["x", 1, "5m"]),
        Row(
            kind: "Service",
            object: [
                "spec": [
                    "type": "LoadBalancer", "clusterIPs": ["10.96.0.9"], "externalIPs": ["1.2.3.4"],
                    "ports": [["port": 80, "nodePort": 30080, "protocol": "TCP"], ["port": 53, "protocol": "UDP"]],
                ], "status": ["loadBalancer": ["ingress": [["ip": "9.9.9.9"], ["hostname": "b.example"]]]],
            ], columns: "Name,Type,Cluster-IP,External-IP,Port(s),Age,*Selector",
            cells: [
                "x", "LoadBalancer", "10.96.0.9", "9.9.9.9,b.example,1.2.3.4", "80:30080/TCP,53/UDP", "5m", "<none>",
            ]),
        Row(
            kind: "Service", object: ["spec": ["type": "ExternalName", "externalName": "e.example"]],
            columns: "Name,Type,Cluster-IP,External-IP,Port(s),Age,*Selector",
            cells: ["x", "ExternalName", "<none>", "e.example", "<none>", "5m", "<none>"]),
        Row(
            group: "admissionregistration.k8s.io", kind: "MutatingWebhookConfiguration",
            object: ["webhooks": [[:], [:]]],
            columns: "Name,Webhooks,Age", cells: ["x", 2, "5m"]),
        Row(
            group: "admissionregistration.k8s.io", kind: "ValidatingWebhookConfiguration", columns: "Name,Webhooks,Age",
            cells: ["x", 0, "5m"]),
        Row(
            group: "admissionregistration.k8s.io", kind: "ValidatingAdmissionPolicy",
            object: ["spec": ["validations": [[:]], "paramKind": ["apiVersion": "v1", "kind": "ConfigMap"]]],
            columns: "Name,Validations,ParamKind,Age", cells: ["x", 1, "v1/ConfigMap", "5m"]),
        Row(
            group: "admissionregistration.k8s.io", kind: "MutatingAdmissionPolicy",
            object: ["spec": ["mutations": [[:]]]],
            columns: "Name,Mutations,ParamKind,Age", cells: ["x", 1, "<unset>", "5m"]),
        Row(
            group: "admissionregistration.k8s.io", kind: "ValidatingAdmissionPolicyBinding",
            object: ["spec": ["policyName": "p", "paramRef": ["name": "n"]]], columns: "Name,PolicyName,ParamRef,Age",
            cells: ["x", "p", "*/n", "5m"]),
        Row(
            group: "admissionregistration.k8s.io", kind: "MutatingAdmissionPolicyBinding",
            object: [
                "spec": [
                    "policyName": "p",
                    "paramRef": [
                        "selector": [
                            "matchLabels": ["a": "b"],
                            "matchExpressions": [["key": "k", "operator": "In", "values": ["v", "w"]]],
                        ]
                    ],
                ]
            ], columns: "Name,PolicyName,ParamRef,Age",
            cells: [
                "x", "p",
                .string(
                    "&LabelSelector{MatchLabels:map[string]string{a: b,},MatchExpressions:[]LabelSelectorRequirement{"
                        + "LabelSelectorRequirement{Key:k,Operator:In,Values:[v w],},},}"),
                "5m",
            ]),
        Row(
            group: "apiextensions.k8s.io", kind: "CustomResourceDefinition", columns: "Name,Created At",
            cells: ["x", "2023-11-14T22:13:20Z"]),
        Row(
            group: "apiregistration.k8s.io", kind: "APIService",
            object: [
                "spec": ["service": ["namespace": "n", "name": "s"]],
                "status": ["conditions": [["type": "Available", "status": "False", "reason": "Gone"]]],
            ], columns: "Name,Service,Available,Age", cells: ["x", "n/s", "False (Gone)", "5m"]),
        Row(
            group: "apps", kind: "ControllerRevision",
            object: [
                "revision": 7,
                "metadata": [
                    "ownerReferences": [
                        ["apiVersion": "apps/v1", "kind": "StatefulSet", "name": "s", "controller": true]
                    ]
                ],
            ], columns: "Name,Controller,Revision,Age", cells: ["x", "statefulset.apps/s", 7, "5m"]),
        Row(
            group: "apps", kind: "DaemonSet",
            object: [
                "spec": ["template": template, "selector": selector],
                "status": [
                    "desiredNumberScheduled": 5, "currentNumberScheduled": 4, "numberReady": 3,
                    "updatedNumberScheduled": 2, "numberAvailable": 1,
                ],
            ],
            columns: "Name,Desired,Current,Ready,Up-to-date,Available,Node Selector,Age,*Containers,*Images,*Selector",
            cells: ["x", 5, 4, 3, 2, 1, "z=1", "5m", "c,d", "i:1,j", "a=b"]),
        Row(
            group: "apps", kind: "Deployment",
            object: [
                "spec": ["replicas": 4, "template": template, "selector": selector],
                "status": ["readyReplicas": 3, "updatedReplicas": 2, "availableReplicas": 1],
            ], columns: "Name,Ready,Up-to-date,Available,Age,*Containers,*Images,*Selector",
            cells: ["x", "3/4", 2, 1, "5m", "c,d", "i:1,j", "a=b"]),
        Row(
            group: "apps", kind: "ReplicaSet",
            object: [
                "spec": ["replicas": 4, "template": template, "selector": selector],
                "status": ["replicas": 3, "readyReplicas": 2],
            ], columns: "Name,Desired,Current,Ready,Age,*Containers,*Images,*Selector",
            cells: ["x", 4, 3, 2, "5m", "c,d", "i:1,j", "a=b"]),
        Row(
            group: "apps", kind: "StatefulSet",
            object: ["spec": ["replicas": 4, "template": template], "status": ["readyReplicas": 3]],
            columns: "Name,Ready,Age,*Containers,*Images", cells: ["x", "3/4", "5m", "c,d", "i:1,j"]),
        Row(
            group: "autoscaling", version: "v2", kind: "HorizontalPodAutoscaler",
            object: [
                "spec": [
                    "scaleTargetRef": ["kind": "Deployment", "name": "d"], "maxReplicas": 9,
                    "metrics": [
                        ["type": "Resource", "resource": ["name": "cpu", "target": ["averageUtilization": 80]]],
                        ["type": "Pods", "pods": ["target": ["averageValue": "10"]]],
                        ["type": "External", "external": ["target": ["value": "3"]]],
                    ],
                ],
                "status": [
                    "currentReplicas": 2,
                    "currentMetrics": [
                        ["type": "Resource", "resource": ["name": "cpu", "current": ["averageUtilization": 20]]]
                    ],
                ],
            ], columns: "Name,Reference,Targets,MinPods,MaxPods,Replicas,Age",
            cells: ["x", "Deployment/d", "cpu: 20%/80%, <unknown>/10 + 1 more...", "<unset>", 9, 2, "5m"]),
        Row(
            group: "batch", kind: "CronJob",
            object: [
                "spec": [
                    "schedule": "* * * * *", "timeZone": "Etc/UTC", "suspend": true,
                    "jobTemplate": ["spec": ["template": template]],
                ], "status": ["active": [[:]], "lastScheduleTime": "2023-11-14T22:17:20Z"],
            ],
            columns: "Name,Schedule,Timezone,Suspend,Active,Last Schedule,Age,*Containers,*Images,*Selector",
            cells: ["x", "* * * * *", "Etc/UTC", "True", 1, "60s", "5m", "c,d", "i:1,j", "<none>"]),
        Row(
            group: "batch", kind: "Job",
            object: [
                "spec": ["parallelism": 3, "template": template, "selector": selector],
                "status": [
                    "succeeded": 1, "startTime": "2023-11-14T22:13:20Z",
                    "conditions": [["type": "Suspended", "status": "True"]],
                ],
            ], columns: "Name,Status,Completions,Duration,Age,*Containers,*Images,*Selector",
            cells: ["x", "Suspended", "1/1 of 3", "5m", "5m", "c,d", "i:1,j", "a=b"]),
        Row(
            group: "certificates.k8s.io", kind: "CertificateSigningRequest",
            object: [
                "spec": ["signerName": "s", "username": "u", "expirationSeconds": 86_400],
                "status": ["certificate": "QQ==", "conditions": [["type": "Approved"], ["type": "Failed"]]],
            ], columns: "Name,Age,SignerName,Requestor,RequestedDuration,Condition",
            cells: ["x", "5m", "s", "u", "24h", "Approved,Failed,Issued"]),
        Row(
            group: "coordination.k8s.io", kind: "Lease", object: ["spec": ["holderIdentity": "h"]],
            columns: "Name,Holder,Age", cells: ["x", "h", "5m"]),
        Row(
            group: "discovery.k8s.io", kind: "EndpointSlice",
            object: [
                "addressType": "IPv4", "ports": [["port": 80], ["name": "p"], [:], ["port": 1]],
                "endpoints": [["addresses": ["10.0.0.1"]], ["addresses": ["10.0.0.2"]]],
            ], columns: "Name,AddressType,Ports,Endpoints,Age",
            cells: ["x", "IPv4", "80,p,* + 1 more...", "10.0.0.1,10.0.0.2", "5m"]),
        Row(
            group: "flowcontrol.apiserver.k8s.io", kind: "FlowSchema",
            object: [
                "spec": [
                    "priorityLevelConfiguration": ["name": "p"], "matchingPrecedence": 900,
                    "distinguisherMethod": ["type": "ByUser"],
                ], "status": ["conditions": [["type": "Dangling", "status": "False"]]],
            ], columns: "Name,PriorityLevel,MatchingPrecedence,DistinguisherMethod,Age,MissingPL",
            cells: ["x", "p", 900, "ByUser", "5m", "False"]),
        Row(
            group: "flowcontrol.apiserver.k8s.io", kind: "PriorityLevelConfiguration",
            object: [
                "spec": [
                    "type": "Limited",
                    "limited": [
                        "nominalConcurrencyShares": 30,
                        "limitResponse": ["queuing": ["queues": 64, "handSize": 6, "queueLengthLimit": 50]],
                    ],
                ]
            ], columns: "Name,Type,NominalConcurrencyShares,Queues,HandSize,QueueLengthLimit,Age",
            cells: ["x", "Limited", 30, 64, 6, 50, "5m"]),
        Row(
            group: "flowcontrol.apiserver.k8s.io", kind: "PriorityLevelConfiguration",
            object: ["spec": ["type": "Exempt", "exempt": ["nominalConcurrencyShares": 0]]],
            columns: "Name,Type,NominalConcurrencyShares,Queues,HandSize,QueueLengthLimit,Age",
            cells: ["x", "Exempt", "<none>", "<none>", "<none>", "<none>", "5m"]),
        Row(
            group: "networking.k8s.io", kind: "IngressClass",
            object: ["spec": ["controller": "c", "parameters": ["apiGroup": "g", "kind": "K", "name": "n"]]],
            columns: "Name,Controller,Parameters,Age", cells: ["x", "c", "K.g/n", "5m"]),
        Row(
            group: "networking.k8s.io", kind: "Ingress",
            object: [
                "spec": [
                    "ingressClassName": "c", "tls": [[:]],
                    "rules": [["host": "a"], ["host": "b"], ["host": "c"], ["host": "d"], [:]],
                ], "status": ["loadBalancer": ["ingress": [["ip": "2.2.2.2"], ["ip": "1.1.1.1"], ["ip": "2.2.2.2"]]]],
            ], columns: "Name,Class,Hosts,Address,Ports,Age",
            cells: ["x", "c", "a,b,c + 2 more...", "1.1.1.1,2.2.2.2", "80, 443", "5m"]),
        Row(
            group: "networking.k8s.io", kind: "IPAddress",
            object: ["spec": ["parentRef": ["group": "", "resource": "services", "namespace": "n", "name": "s"]]],
            columns: "Name,ParentRef", cells: ["x", "services/n/s"]),
        Row(
            group: "networking.k8s.io", kind: "NetworkPolicy", object: ["spec": ["podSelector": [:]]],
            columns: "Name,Pod-Selector,Age", cells: ["x", "<none>", "5m"]),
        Row(
            group: "networking.k8s.io", kind: "ServiceCIDR",
            object: ["spec": ["cidrs": ["10.96.0.0/12", "fd00::/112"]]],
            columns: "Name,CIDRs,Age", cells: ["x", "10.96.0.0/12,fd00::/112", "5m"]),
        Row(
            group: "node.k8s.io", kind: "RuntimeClass", object: ["handler": "h"], columns: "Name,Handler,Age",
            cells: ["x", "h", "5m"]),
        Row(
            group: "policy", kind: "PodDisruptionBudget",
            object: ["spec": ["minAvailable": "50%"], "status": ["disruptionsAllowed": 1]],
            columns: "Name,Min Available,Max Unavailable,Allowed Disruptions,Age", cells: ["x", "50%", "N/A", 1, "5m"]),
        Row(
            group: "rbac.authorization.k8s.io", kind: "RoleBinding",
            object: [
                "roleRef": ["kind": "ClusterRole", "name": "r"],
                "subjects": [
                    ["kind": "User", "name": "u"], ["kind": "Group", "name": "g"], ["kind": "User", "name": "v"],
                    ["kind": "ServiceAccount", "namespace": "n", "name": "s"],
                ],
            ], columns: "Name,Role,Age,*Users,*Groups,*ServiceAccounts",
            cells: ["x", "ClusterRole/r", "5m", "u, v", "g", "n/s"]),
        Row(
            group: "rbac.authorization.k8s.io", kind: "ClusterRole", columns: "Name,Created At",
            cells: ["x", "2023-11-14T22:13:20Z"]),
        Row(group: "resource.k8s.io", kind: "DeviceClass", columns: "Name,Age", cells: ["x", "5m"]),
        Row(
            group: "resource.k8s.io", kind: "ResourceClaim",
            object: ["status": ["allocation": [:], "reservedFor": [[:]]]], columns: "Name,State,Age",
            cells: ["x", "allocated,reserved", "5m"]),
        Row(group: "resource.k8s.io", kind: "ResourceClaimTemplate", columns: "Name,Age", cells: ["x", "5m"]),
        Row(
            group: "resource.k8s.io", kind: "ResourceSlice",
            object: ["spec": ["driver": "d", "pool": ["name": "p"]]], columns: "Name,Node,Driver,Pool,Age",
            cells: ["x", "", "d", "p", "5m"]),
        Row(
            group: "scheduling.k8s.io", kind: "PriorityClass", object: ["value": 10, "preemptionPolicy": "Never"],
            columns: "Name,Value,Global-Default,Age,PreemptionPolicy", cells: ["x", 10, false, "5m", "Never"]),
        Row(
            group: "storage.k8s.io", kind: "CSIDriver",
            object: ["spec": ["podInfoOnMount": true, "volumeLifecycleModes": ["Persistent", "Ephemeral"]]],
            columns: "Name,AttachRequired,PodInfoOnMount,StorageCapacity,TokenRequests,RequiresRepublish,Modes,Age",
            cells: ["x", true, true, false, "<unset>", false, "Persistent,Ephemeral", "5m"]),
        Row(
            group: "storage.k8s.io", kind: "CSINode", object: ["spec": ["drivers": [[:]]]], columns: "Name,Drivers,Age",
            cells: ["x", 1, "5m"]),
        Row(
            group: "storage.k8s.io", kind: "CSIStorageCapacity", object: ["storageClassName": "s", "capacity": "1Gi"],
            columns: "Name,StorageClassName,Capacity", cells: ["x", "s", "1Gi"]),
        Row(
            group: "storage.k8s.io", kind: "StorageClass",
            object: [
                "provisioner": "p",
                "metadata": ["annotations": ["storageclass.kubernetes.io/is-default-class": "true"]],
            ], columns: "Name,Provisioner,ReclaimPolicy,VolumeBindingMode,AllowVolumeExpansion,Age",
            cells: ["x (default)", "p", "Delete", "Immediate", false, "5m"]),
        Row(
            group: "storage.k8s.io", kind: "VolumeAttachment",
            object: [
                "spec": ["attacher": "a", "source": ["persistentVolumeName": "v"], "nodeName": "n"],
                "status": ["attached": true],
            ], columns: "Name,Attacher,PV,Node,Attached,Age", cells: ["x", "a", "v", "n", true, "5m"]),
        Row(
            group: "storage.k8s.io", kind: "VolumeAttributesClass", object: ["driverName": "d"],
            columns: "Name,DriverName,Age", cells: ["x", "d", "5m"]),
    ]

    @Test(arguments: rows) func aKindShowsItsRow(_ row: Row) throws {
        let resource = try Kinds.resource(row.group, row.version, row.kind)
        var object = row.object
        object["metadata"]["name"] = "x"
        object["metadata"]["creationTimestamp"] = "2023-11-14T22:13:20Z"
        let names = Table.columns(of: resource).map { ($0.priority > 0 ? "*" : "") + $0.name }
        #expect(names.joined(separator: ",") == row.columns)
        let shown = Table.row(of: object, resource, including: .none, Self.context)
        #expect(shown["cells"] == .array(row.cells))
    }

    @Test func everyKindThatIsListedHasARow() {
        let tested = Set(Self.rows.map { "\($0.group)/\($0.kind)" })
        // Pods, Nodes and the pairs that share a strategy have tests of their own or stand for each other.
        let others: Set = [
            "/Pod", "/Node", "rbac.authorization.k8s.io/Role", "rbac.authorization.k8s.io/ClusterRoleBinding",
        ]
        for resource in Kinds.resources where resource.definition.verbs.contains("list") {
            let name = "\(resource.definition.group)/\(resource.definition.kind)"
            #expect(tested.contains(name) || others.contains(name), "\(name)")
        }
    }
}
