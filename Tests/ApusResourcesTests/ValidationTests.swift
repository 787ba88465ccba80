import ApusAPI
import ApusJSON
import ApusResources
import Testing

@Suite struct ValidationTests {
    static let pod =
        #"{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"},"spec":{"containers":[{"name":"c","image":"i:1"}]}}"#
    static let deployment =
        #"{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"a"},"spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i:1"}]}}}}"#
    static let service =
        #"{"apiVersion":"v1","kind":"Service","metadata":{"name":"a"},"spec":{"ports":[{"port":80}],"selector":{"a":"b"}}}"#

    @Test(arguments: [
        pod, deployment, service,
        #"{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":{"k.x":"v"}}"#,
        #"{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"a"}}"#,
        #"{"apiVersion":"v1","kind":"ServiceAccount","metadata":{"name":"a"}}"#,
        #"{"apiVersion":"v1","kind":"Node","metadata":{"name":"a"},"spec":{"taints":[{"key":"a","effect":"NoSchedule"}]},"status":{"capacity":{"cpu":"2"}}}"#,
        #"{"apiVersion":"coordination.k8s.io/v1","kind":"Lease","metadata":{"name":"a"},"spec":{"holderIdentity":"x","leaseDurationSeconds":40}}"#,
        #"{"apiVersion":"v1","kind":"Endpoints","metadata":{"name":"a"},"subsets":[{"addresses":[{"ip":"10.0.0.1"}],"ports":[{"port":80}]}]}"#,
        #"{"apiVersion":"discovery.k8s.io/v1","kind":"EndpointSlice","metadata":{"name":"a"},"addressType":"IPv4","endpoints":[{"addresses":["10.0.0.1"]}],"ports":[{"port":80}]}"#,
        #"{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRole","metadata":{"name":"system:x"},"rules":[{"verbs":["get"],"apiGroups":[""],"resources":["pods"]},{"verbs":["get"],"nonResourceURLs":["/x"]}]}"#,
        #"{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRoleBinding","metadata":{"name":"b"},"roleRef":{"kind":"ClusterRole","name":"r"},"subjects":[{"kind":"User","name":"u"},{"kind":"ServiceAccount","name":"s","namespace":"n"}]}"#,
        #"{"apiVersion":"networking.k8s.io/v1","kind":"Ingress","metadata":{"name":"a"},"spec":{"rules":[{"host":"x.y","http":{"paths":[{"path":"/","pathType":"Prefix","backend":{"service":{"name":"s","port":{"number":80}}}}]}}]}}"#,
        #"{"apiVersion":"policy/v1","kind":"PodDisruptionBudget","metadata":{"name":"a"},"spec":{"minAvailable":1,"selector":{"matchLabels":{"a":"b"}}}}"#,
        #"{"apiVersion":"v1","kind":"PersistentVolume","metadata":{"name":"a"},"spec":{"capacity":{"storage":"1Gi"},"accessModes":["ReadWriteOnce"],"hostPath":{"path":"/x"}}}"#,
        #"{"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"a"},"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}}}"#,
        #"{"apiVersion":"storage.k8s.io/v1","kind":"StorageClass","metadata":{"name":"a"},"provisioner":"x/y"}"#,
        #"{"apiVersion":"scheduling.k8s.io/v1","kind":"PriorityClass","metadata":{"name":"a"},"value":10}"#,
        #"{"apiVersion":"batch/v1","kind":"CronJob","metadata":{"name":"a"},"spec":{"schedule":"*/5 * * * *","jobTemplate":{"spec":{"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"i"}]}}}}}}"#,
        #"{"apiVersion":"v1","kind":"Event","metadata":{"name":"a"},"involvedObject":{"kind":"Pod","name":"p","namespace":"default"},"reason":"x"}"#,
        #"{"apiVersion":"v1","kind":"ResourceQuota","metadata":{"name":"a"},"spec":{"hard":{"pods":"10","requests.cpu":"1"}}}"#,
        #"{"apiVersion":"apps/v1","kind":"StatefulSet","metadata":{"name":"a"},"spec":{"serviceName":"s","selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i:1"}]}}}}"#,
        #"{"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"foos.x.io"},"spec":{"group":"x.io","scope":"Namespaced","names":{"plural":"foos","kind":"Foo"},"versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object"}}}]}}"#,
        #"{"apiVersion":"flowcontrol.apiserver.k8s.io/v1","kind":"PriorityLevelConfiguration","metadata":{"name":"a"},"spec":{"type":"Limited","limited":{"limitResponse":{"type":"Queue","queuing":{}}}}}"#,
    ])
    func goodObjectsAreValid(manifest: String) throws {
        #expect(try Kinds.problems(manifest) == [])
    }

    struct Bad: Sendable, CustomTestStringConvertible {
        var manifest: String
        var problems: [String]
        var testDescription: String { problems.joined(separator: "; ") }

        init(_ manifest: String, _ problems: String...) {
            self.manifest = manifest
            self.problems = problems
        }

        static func pod(_ spec: String, _ problems: String...) -> Bad {
            var bad = Bad(#"{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"},"spec":\#(spec)}"#)
            bad.problems = problems
            return bad
        }
    }

    static let bad: [Bad] = [
        .pod("{}", "spec.containers: Required value"),
        .pod(
            #"{"containers":[{"name":"C","image":""}]}"#,
            "spec.containers[0].name: Invalid value: \"C\": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')",
            "spec.containers[0].image: Required value"),
        .pod(
            #"{"containers":[{"name":"c","image":"i"},{"name":"c","image":"i"}]}"#,
            "spec.containers[1].name: Duplicate value: \"c\""),
        .pod(
            #"{"restartPolicy":"Sometimes","containers":[{"name":"c","image":"i"}]}"#,
            "spec.restartPolicy: Unsupported value: \"Sometimes\": supported values: \"Always\", \"OnFailure\", \"Never\""
        ),
        .pod(
            #"{"containers":[{"name":"c","image":"i","volumeMounts":[{"name":"v","mountPath":"/x"}]}]}"#,
            "spec.containers[0].volumeMounts[0].name: Not found: \"v\""),
        .pod(
            #"{"containers":[{"name":"c","image":"i","ports":[{"containerPort":70000}]}]}"#,
            "spec.containers[0].ports[0].containerPort: Invalid value: 70000: must be between 1 and 65535, inclusive"),
        .pod(
            #"{"containers":[{"name":"c","image":"i","resources":{"requests":{"cpu":"2"},"limits":{"cpu":"1"}}}]}"#,
            "spec.containers[0].resources.requests: Invalid value: \"2\": must be less than or equal to cpu limit of 1"),
        .pod(
            #"{"containers":[{"name":"c","image":"i","livenessProbe":{}}]}"#,
            "spec.containers[0].livenessProbe: Required value: must specify a handler type"),
        .pod(
            #"{"containers":[{"name":"c","image":"i"}],"volumes":[{"name":"v","emptyDir":{},"hostPath":{"path":"/x"}}]}"#,
            "spec.volumes[0].hostPath: Forbidden: may not specify more than 1 volume type"),
        .pod(
            #"{"containers":[{"name":"c","image":"i"}],"tolerations":[{"operator":"Exists","value":"x"}]}"#,
            "spec.tolerations[0].operator: Invalid value: \"x\": value must be empty when `operator` is 'Exists'"
        ),
        Bad(
            #"{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"a"},"spec":{"selector":{"matchLabels":{"a":"x"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i:1"}]}}}}"#,
            "spec.template.metadata.labels: Invalid value: {\"a\":\"b\"}: `selector` does not match template `labels`"),
        Bad(
            #"{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"a"},"spec":{"replicas":-1,"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i:1"}]}}}}"#,
            "spec.replicas: Invalid value: -1: must be greater than or equal to 0"),
        Bad(
            #"{"apiVersion":"v1","kind":"Service","metadata":{"name":"a"},"spec":{"ports":[{"port":80},{"port":0}]}}"#,
            "spec.ports[0].name: Required value", "spec.ports[1].name: Required value",
            "spec.ports[1].port: Invalid value: 0: must be between 1 and 65535, inclusive",
            "spec.ports[1].targetPort: Invalid value: 0: must be between 1 and 65535, inclusive"),
        Bad(
            #"{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":{"a b":"v"}}"#,
            "data[a b]: Invalid value: \"a b\": a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')"
        ),
        Bad(
            #"{"apiVersion":"batch/v1","kind":"CronJob","metadata":{"name":"a"},"spec":{"schedule":"x","jobTemplate":{"spec":{"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"i"}]}}}}}}"#,
            "spec.schedule: Invalid value: \"x\": expected exactly 5 fields, found 1: [x]"),
    ]

    @Test(arguments: bad)
    func badObjectsAreRefusedInUpstreamsWords(test: Bad) throws {
        #expect(try Kinds.problems(test.manifest) == test.problems)
    }

    @Test func aPodsImageMayChangeAndItsCommandMayNot() throws {
        #expect(try Kinds.updateProblems(Self.pod) { $0["spec"]["containers"][0]["image"] = "j:2" } == [])
        let problems = try Kinds.updateProblems(Self.pod) { $0["spec"]["containers"][0]["command"] = ["x"] }
        #expect(problems.count == 1)
        #expect(
            problems.first?.hasPrefix(
                "spec: Forbidden: pod updates may not change fields other than `spec.containers[*].image`,") == true)
    }

    @Test func selectorsAreImmutable() throws {
        let problems = try Kinds.updateProblems(Self.deployment) {
            $0["spec"]["selector"] = ["matchLabels": ["a": "b", "c": "d"]]
            $0["spec"]["template"]["metadata"]["labels"] = ["a": "b", "c": "d"]
        }
        #expect(
            problems == [
                "spec.selector: Invalid value: {\"matchLabels\":{\"a\":\"b\",\"c\":\"d\"}}: field is immutable"
            ])
    }

    @Test func immutableConfigMapsStayAsTheyAre() throws {
        let map = #"{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"immutable":true,"data":{"k":"v"}}"#
        #expect(
            try Kinds.updateProblems(map) { $0["data"]["k"] = "w" } == [
                "data: Forbidden: field is immutable when `immutable` is set"
            ])
    }

    @Test func aServiceKeepsWhatWasAllocated() throws {
        let (resource, created) = try Kinds.create(Self.service)
        var old = created
        old["spec"]["clusterIP"] = "10.96.0.5"
        old["spec"]["clusterIPs"] = ["10.96.0.5"]
        old["metadata"]["resourceVersion"] = "1"
        var new = created
        new["metadata"]["resourceVersion"] = "1"
        let context = StrategyContext(now: Kinds.now)
        try resource.prepareForUpdate(&new, old: old, namespace: "default", context)
        #expect(new["spec"]["clusterIP"] == "10.96.0.5")
        #expect(try resource.validateUpdate(new, old: old, context) == [])
        new["spec"]["clusterIP"] = "10.96.0.6"
        new["spec"]["clusterIPs"] = ["10.96.0.6"]
        #expect(throws: StatusError.self) { try resource.validateUpdate(new, old: old, context) }
    }

    @Test(arguments: [
        ("Pending", "", Int64?.none, Int64?.some(0)), ("Running", "n", nil, 30), ("Running", "n", 5, 5),
        ("Succeeded", "n", nil, 0), ("Running", "n", 0, 0),
    ])
    func podsEndGracefully(phase: String, node: String, requested: Int64?, expected: Int64?) throws {
        let (resource, created) = try Kinds.create(Self.pod)
        var pod = created
        pod["status"]["phase"] = .string(phase)
        if !node.isEmpty { pod["spec"]["nodeName"] = .string(node) }
        #expect(resource.strategy.deletionGracePeriod(pod, requested: requested) == expected)
    }
}
