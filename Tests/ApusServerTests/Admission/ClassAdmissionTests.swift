import ApusAPI
import ApusClient
import ApusJSON
import Testing

@testable import ApusServer

/// Plugins that look up a class: of priority, runtime, storage or ingress.
@Suite struct ClassAdmissionTests {
    private static let priorityClasses = AdmissionFixtures.resource("priorityclasses", "scheduling.k8s.io/v1")

    @Test func thereIsOneDefaultPriorityClass() async throws {
        try await TestServer.run { test in
            try await test.allowPods()
            let first = JSONValue.made(
                "scheduling.k8s.io/v1", "PriorityClass", "first", ["value": 7, "globalDefault": true])
            try await test.client.create(Self.priorityClasses, first)
            #expect(
                await test.refusal(Self.priorityClasses, namespace: nil, first.setting("metadata.name", "second"))
                    == "priorityclasses.scheduling.k8s.io \"second\" is forbidden: PriorityClass first is already "
                    + "marked as default. Only one default can exist")
            let pod = try await test.client.create(Resources.pods, namespace: "default", .pod("p")).value()
            #expect(pod["spec"]["priority"].int == 7)
            #expect(pod["spec"]["priorityClassName"].string == "first")
            let given = JSONValue.pod("q").setting("spec.priority", 3)
            #expect(
                await test.refusal(Resources.pods, given)
                    == "pods \"q\" is forbidden: the integer value of priority (3) must not be provided in pod spec; "
                    + "priority admission controller computed 7 from the given PriorityClass name")
        }
    }

    @Test func podsTakeOverTheirRuntimeClass() async throws {
        try await TestServer.run { test in
            try await test.allowPods()
            let classes = AdmissionFixtures.resource("runtimeclasses", "node.k8s.io/v1")
            try await test.client.create(
                classes,
                .made(
                    "node.k8s.io/v1", "RuntimeClass", "kata",
                    [
                        "handler": "kata", "overhead": ["podFixed": ["cpu": "250m"]],
                        "scheduling": [
                            "nodeSelector": ["runtime": "kata"],
                            "tolerations": [["key": "kata", "operator": "Exists"]],
                        ],
                    ]))
            let kata = JSONValue.pod("a").setting("spec.runtimeClassName", "kata")
            let spec = try await test.client.create(Resources.pods, namespace: "default", kata).value()["spec"]
            #expect(spec["overhead"] == ["cpu": "250m"])
            #expect(spec["nodeSelector"] == ["runtime": "kata"])
            #expect(spec["tolerations"].elements.contains(["key": "kata", "operator": "Exists"]))
            let cases: [(JSONValue, String)] = [
                (
                    kata.setting("spec.overhead", ["cpu": "1"]),
                    "pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead"
                ),
                (
                    kata.setting("spec.nodeSelector", ["runtime": "runc"]),
                    "conflict: runtimeClass.scheduling.nodeSelector[runtime] = kata; "
                        + "pod.spec.nodeSelector[runtime] = runc"
                ),
                (
                    .pod("a").setting("spec.overhead", ["cpu": "1"]),
                    "pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead"
                ),
                (
                    .pod("a").setting("spec.runtimeClassName", "none"),
                    "pod rejected: RuntimeClass \"none\" not found"
                ),
            ]
            for (pod, message) in cases {
                let pod = pod.setting("metadata.name", "refused")
                #expect(await test.refusal(Resources.pods, pod) == "pods \"refused\" is forbidden: \(message)")
            }
        }
    }

    @Test func ingressesGetTheDefaultClass() async throws {
        try await TestServer.run { test in
            let api = "networking.k8s.io/v1"
            let mark: JSONValue = ["annotations": ["ingressclass.kubernetes.io/is-default-class": "true"]]
            try await test.client.create(
                AdmissionFixtures.resource("ingressclasses", api),
                .made(api, "IngressClass", "main", ["metadata": mark, "spec": ["controller": "example.com/main"]]))
            let ingress = JSONValue.made(
                api, "Ingress", "i",
                ["spec": ["defaultBackend": ["service": ["name": "s", "port": ["number": 80]]]]])
            let made = try await test.client.create(
                AdmissionFixtures.resource("ingresses", api), namespace: "default", ingress)
            #expect(try made.value()["spec"]["ingressClassName"].string == "main")
        }
    }

    @Test func claimsGrowWhereTheirClassAllowsIt() async throws {
        try await TestServer.run { test in
            let storage = AdmissionFixtures.resource("storageclasses", "storage.k8s.io/v1")
            let claims = AdmissionFixtures.resource("persistentvolumeclaims")
            for (name, allows) in [("fixed", false), ("grows", true)] {
                try await test.client.create(
                    storage,
                    .made(
                        "storage.k8s.io/v1", "StorageClass", name,
                        ["provisioner": "example.com/p", "allowVolumeExpansion": .bool(allows)]))
            }
            for (name, message) in [
                (
                    "fixed",
                    "persistentvolumeclaims \"fixed\" is forbidden: only dynamically provisioned pvc can be resized "
                        + "and the storageclass that provisions the pvc must support resize"
                ), ("grows", nil),
            ] {
                var claim = try await test.client.create(
                    claims, namespace: "default",
                    .made(
                        "v1", "PersistentVolumeClaim", name,
                        [
                            "spec": [
                                "accessModes": ["ReadWriteOnce"], "storageClassName": .string(name),
                                "volumeName": "v", "resources": ["requests": ["storage": "1Gi"]],
                            ]
                        ])
                ).value()
                claim["status"]["phase"] = "Bound"
                claim["status"]["capacity"] = ["storage": "1Gi"]
                claim = try await test.client.updateStatus(claims, claim).value()
                claim["spec"]["resources"]["requests"]["storage"] = "2Gi"
                let grown = claim
                let error = await statusError { try await test.client.update(claims, grown) }
                #expect(error?.message == message)
            }
        }
    }
}
