import ApusAPI
import ApusJSON
import ApusResources
import Testing

@Suite struct BuiltInDefinitionTests {
    private func definition(_ group: String, _ resource: String, version: String = "v1") throws -> Definition {
        try #require(
            BuiltInDefinitions.all.first { $0.group == group && $0.resource == resource && $0.version == version })
    }

    @Test func everyResourceOfTheAPILevelIsThere() {
        #expect(BuiltInDefinitions.all.count == 68)
        #expect(Set(BuiltInDefinitions.all.map(\.gvr)).count == 68)
        #expect(BuiltInDefinitions.all.allSatisfy { $0.isBuiltIn && $0.schema.kind == .object })
    }

    @Test func everyKindHasASentenceOnWhatItIsFor() {
        let descriptions = BuiltInDefinitions.descriptions()
        for definition in BuiltInDefinitions.all {
            let type = ".\(definition.version).\(definition.kind)"
            #expect(descriptions.contains { $0.key.hasSuffix(type) && $0.value.hasSuffix(".") }, "\(type)")
        }
        #expect(descriptions["io.k8s.api.core.v1.PodSpec.containers"] != nil)
        #expect(descriptions["*.any.metadata"] != nil)
    }

    @Test func aPodHasItsNamesSubresourcesAndColumns() throws {
        let pods = try definition("", "pods")
        #expect(pods.kind == "Pod")
        #expect(pods.singular == "pod")
        #expect(pods.shortNames == ["po"])
        #expect(pods.categories == ["all"])
        #expect(pods.isNamespaced)
        #expect(pods.verbs.count == 8)
        #expect(pods.storagePrefix == "pods")
        #expect(pods.subresource("eviction")?.kind == GroupVersionKind("policy", "v1", "Eviction"))
        #expect(pods.subresource("log")?.verbs == ["get"])
        #expect(pods.hasStatus)
        #expect(pods.columns.map(\.name).prefix(5) == ["Name", "Ready", "Status", "Restarts", "Age"])
        #expect(pods.columns.last == .init("Readiness Gates", "string", "", 1))
        #expect(pods.selectableFields.contains { $0.path == "spec.nodeName" })
        #expect(pods.selectableFields.first { $0.path == "spec.hostNetwork" }?.absentValue == "false")
        #expect(pods.schema.typeName == "v1.Pod")
    }

    @Test func fieldsHaveWhatTheAPISaysOfThem() throws {
        let spec = try #require(definition("", "pods").schema["spec"])
        let containers = try #require(spec.field("containers"))
        #expect(containers.isRequired)
        #expect(containers.protobuf == 2)
        #expect(containers.patchStrategy == .merge)
        #expect(containers.mergeKey == "name")
        let list = try #require(spec["containers"])
        #expect(list.node.listType == .map)
        #expect(list.listMapKeys == ["name"])
        #expect(spec.field("volumes")?.patchStrategy == [.merge, .retainKeys])
        #expect(spec.field("hostNetwork")?.omitsZero == true)
        #expect(spec.field("priority")?.omitsZero == false)
        #expect(spec["nodeSelector"]?.node.isAtomicMap == true)
        #expect(spec["priority"]?.node.format == .int32)
        let container = try #require(list.items)
        #expect(container.typeName == "v1.Container")
        #expect(container.field("resources")?.default == [:])
        #expect(container["resources"]?["limits"]?.items?.kind == .quantity)
        #expect(container["ports"]?.listMapKeys == ["containerPort", "protocol"])
        #expect(container["ports"]?.items?.field("protocol")?.default == "TCP")
        #expect(container["livenessProbe"]?["httpGet"]?["port"]?.kind == .intOrString)
        let metadata = try #require(definition("", "pods").schema["metadata"])
        #expect(metadata["creationTimestamp"]?.kind == .time)
        #expect(metadata["finalizers"]?.node.listType == .set)
        #expect(metadata["managedFields"]?.items?["fieldsV1"]?.kind == .any)
    }

    @Test func statusesSayZeroAndAbsentObjectsAreEmpty() throws {
        var set: JSONValue = ["spec": ["selector": [:]]]
        try definition("apps", "replicasets").schema.applyDefaults(&set)
        #expect(set["status"] == ["replicas": 0])
        #expect(set["spec"]["template"]["metadata"] == [:])
        #expect(set["spec"]["replicas"] == .null)
    }

    @Test(arguments: [
        ("", "services", "services/specs"), ("", "endpoints", "services/endpoints"), ("", "nodes", "minions"),
        ("", "replicationcontrollers", "controllers"), ("networking.k8s.io", "ingresses", "ingress"),
        ("apps", "deployments", "deployments"), ("coordination.k8s.io", "leases", "leases"),
        ("apiextensions.k8s.io", "customresourcedefinitions", "apiextensions.k8s.io/customresourcedefinitions"),
        ("apiregistration.k8s.io", "apiservices", "apiregistration.k8s.io/apiservices"),
        ("events.k8s.io", "events", "events"), ("authentication.k8s.io", "tokenreviews", ""),
    ])
    func objectsLieUnderUpstreamsKeys(group: String, resource: String, prefix: String) throws {
        #expect(try definition(group, resource).storagePrefix == prefix)
    }

    @Test func twoVersionsOfAKindAreStoredInOne() throws {
        let v1 = try definition("autoscaling", "horizontalpodautoscalers")
        let v2 = try definition("autoscaling", "horizontalpodautoscalers", version: "v2")
        #expect(v1.storage == v2.gvk)
        #expect(v2.storage == v2.gvk)
        #expect(try definition("events.k8s.io", "events").storage == GroupVersionKind("", "v1", "Event"))
        #expect(v1.schema.typeName == "v1.HorizontalPodAutoscaler")
        #expect(v2.schema["spec"]?["metrics"] != nil)
    }

    @Test(
        "selectors of one version of Events are those of the other",
        arguments: [
            ("regarding.kind=Pod", "involvedObject.kind=Pod"),
            ("reportingController!=kubelet,reason=x", "reason=x,reportingComponent!=kubelet"),
            ("source=a,metadata.name=b", "metadata.name=b,source=a"),
        ])
    func selectorsOfEvents(_ new: String, _ stored: String) throws {
        let events = try definition("events.k8s.io", "events")
        let selector = try FieldSelector(parsing: new).resolved(for: events)
        #expect(selector == (try FieldSelector(parsing: stored)))
        let fields = Set(try definition("", "events").selectableFields.map(\.path))
        #expect(events.selectableFields.allSatisfy { fields.contains($0.storedAs) })
    }

    @Test func selectableFieldsLieWhereTheirValueIs() throws {
        let jobs = try definition("batch", "jobs")
        #expect(jobs.selectableFields == [.init("status.successful", valueAt: "status.succeeded", absentValue: "0")])
        #expect(jobs.selectableFields.first?.places == [["status", "succeeded"]])
    }

    @Test(
        "an Event is selected by its source, or by its controller where it has none",
        arguments: [
            (["source": ["component": "kubelet"], "reportingComponent": "other"], "kubelet"),
            (["source": ["component": ""], "reportingComponent": "test-controller"], "test-controller"),
            (["reportingComponent": "test-controller"], "test-controller"),
            (["message": "none"], ""),
        ] as [(JSONValue, String)])
    func anEventsSource(_ event: JSONValue, _ value: String) throws {
        let source = try #require(
            try definition("", "events").selectableFields.first { $0.path == "source" })
        #expect(source.value(in: event) == value)
        #expect(EncodedObject(event, selectable: [source]).fields["source"] == value)
    }
}

@Suite struct BootstrapRoleTests {
    private let objects = BootstrapRoles().objects

    private func object(_ resource: String, _ name: String, namespace: String = "") throws -> JSONValue {
        try #require(objects.first { $0.resource == resource && $0.name == name && $0.namespace == namespace }).value
    }

    @Test func namesAreUnique() {
        let names = objects.map { "\($0.resource)/\($0.namespace)/\($0.name)" }
        #expect(Set(names).count == names.count)
        #expect(objects.filter { $0.resource == "clusterroles" }.count == 69)
    }

    @Test func rolesHaveTheirRules() throws {
        let admin = try object("clusterroles", "cluster-admin")
        #expect(
            admin["rules"] == [
                ["apiGroups": ["*"], "resources": ["*"], "verbs": ["*"]], ["nonResourceURLs": ["*"], "verbs": ["*"]],
            ])
        #expect(admin["metadata"]["labels"]["kubernetes.io/bootstrapping"] == "rbac-defaults")
        #expect(admin["metadata"]["annotations"]["rbac.authorization.kubernetes.io/autoupdate"] == "true")
        let scheduler = try object("clusterroles", "system:kube-scheduler")
        #expect(
            scheduler["rules"].elements.contains([
                "apiGroups": [""], "resources": ["bindings", "pods/binding"], "verbs": ["create"],
            ]))
        #expect(scheduler["rules"].elements.contains { $0["resources"] == ["resourceclaims/status"] })
        #expect(try object("clusterroles", "system:basic-user")["rules"][1]["resources"] == ["selfsubjectreviews"])
    }

    @Test func rolesAggregate() throws {
        let view = try object("clusterroles", "view")
        #expect(
            view["aggregationRule"]["clusterRoleSelectors"]
                == [["matchLabels": ["rbac.authorization.k8s.io/aggregate-to-view": "true"]]])
        #expect(view["metadata"]["labels"]["rbac.authorization.k8s.io/aggregate-to-edit"] == "true")
        #expect(view["rules"] == [])
    }

    @Test func bindingsNameTheirSubjects() throws {
        let binding = try object("clusterrolebindings", "system:kube-dns")
        #expect(
            binding["roleRef"] == [
                "apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "system:kube-dns",
            ])
        #expect(binding["subjects"] == [["kind": "ServiceAccount", "name": "kube-dns", "namespace": "kube-system"]])
        let lock = try object("rolebindings", "system::leader-locking-kube-scheduler", namespace: "kube-system")
        #expect(
            lock["subjects"][0] == [
                "kind": "User", "name": "system:kube-scheduler", "apiGroup": "rbac.authorization.k8s.io",
            ])
        #expect(lock["roleRef"]["kind"] == "Role")
    }

    @Test func everyBindingRefersToARole() {
        let roles = Set(objects.filter { $0.resource.hasSuffix("roles") }.map { "\($0.namespace)/\($0.name)" })
        for binding in objects where binding.resource.hasSuffix("bindings") {
            let isCluster = binding.value["roleRef"]["kind"] == "ClusterRole"
            #expect(
                roles.contains("\(isCluster ? "" : binding.namespace)/\(binding.value["roleRef"]["name"].string ?? "")")
            )
        }
    }
}
