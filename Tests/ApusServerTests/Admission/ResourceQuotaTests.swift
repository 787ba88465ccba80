import ApusAPI
import ApusClient
import ApusJSON
import Testing

@testable import ApusServer

@Suite struct ResourceQuotaTests {
    private static let quotas = AdmissionFixtures.resource("resourcequotas")

    /// Makes a quota as it is once the controller has counted nothing.
    private static func make(
        _ hard: [String: String], name: String = "quota", spec: JSONValue = [:], in test: TestServer
    ) async throws {
        var spec = spec
        for (name, amount) in hard { spec["hard"][name] = .string(amount) }
        var quota = try await test.client.create(
            quotas, namespace: "default", .made("v1", "ResourceQuota", name, ["spec": spec])
        ).value()
        quota["status"]["hard"] = spec["hard"]
        for name in hard.keys { quota["status"]["used"][name] = "0" }
        try await test.client.updateStatus(quotas, quota)
    }

    private static func used(_ test: TestServer, _ name: String = "quota") async throws -> JSONValue {
        try await test.client.get(quotas, namespace: "default", name: name).value()["status"]["used"]
    }

    @Test(arguments: Front.allCases) func nothingComesPastTheLimitHoweverMuchComesAtOnce(_ front: Front) async throws {
        try await TestServer.run(front) { test in
            try await Self.make(["configmaps": "7", "count/configmaps": "100"], in: test)
            let messages = await withTaskGroup(of: String?.self) { group in
                for number in 0..<60 {
                    group.addTask {
                        await statusError {
                            try await test.client.create(
                                Resources.configMaps, namespace: "default", .configMap("c-\(number)"))
                        }?.message
                    }
                }
                return await group.reduce(into: [String?]()) { $0.append($1) }
            }
            #expect(messages.filter { $0 == nil }.count == 7)
            #expect(
                messages.compactMap { $0 }.allSatisfy {
                    $0.hasSuffix(
                        "is forbidden: exceeded quota: quota, requested: configmaps=1, used: configmaps=7, "
                            + "limited: configmaps=7")
                })
            #expect(try await Self.used(test)["configmaps"].string == "7")
            #expect(try await test.client.list(Resources.configMaps, namespace: "default").items.count == 7)
        }
    }

    @Test func whatIsRefusedOrOnlyTriedCostsNothing() async throws {
        try await TestServer.run { test in
            try await Self.make(["configmaps": "2"], in: test)
            var dryRun = APIOptions()
            dryRun.dryRun = true
            try await test.client.create(Resources.configMaps, namespace: "default", .configMap("a"), options: dryRun)
            #expect(try await Self.used(test)["configmaps"].string == "0")
            try await test.client.create(Resources.configMaps, namespace: "default", .configMap("a"))
            let again = await test.refusal(Resources.configMaps, .configMap("a"))
            #expect(again == "configmaps \"a\" already exists")
            try await test.client.update(
                Resources.configMaps, .configMap("a", data: ["k": "v"]).setting("metadata.namespace", "default"))
            #expect(try await Self.used(test)["configmaps"].string == "1")
        }
    }

    @Test func podsAreChargedWithWhatTheyAskFor() async throws {
        try await TestServer.run { test in
            try await test.allowPods()
            try await Self.make(["requests.cpu": "1", "limits.memory": "1Gi", "pods": "5"], in: test)
            func pod(_ name: String, cpu: String) -> JSONValue {
                .pod(name).setting(
                    "spec.containers.0.resources", ["requests": ["cpu": .string(cpu)], "limits": ["memory": "100Mi"]])
            }
            #expect(
                await test.refusal(Resources.pods, .pod("silent"))
                    == "pods \"silent\" is forbidden: failed quota: quota: must specify limits.memory for: main; "
                    + "requests.cpu for: main")
            try await test.client.create(Resources.pods, namespace: "default", pod("a", cpu: "600m"))
            #expect(
                await test.refusal(Resources.pods, pod("b", cpu: "600m"))
                    == "pods \"b\" is forbidden: exceeded quota: quota, requested: requests.cpu=600m, "
                    + "used: requests.cpu=600m, limited: requests.cpu=1")
            let used = try await Self.used(test)
            #expect(used == ["limits.memory": "100Mi", "pods": "1", "requests.cpu": "600m"])
        }
    }

    @Test func anUpdateIsChargedWithWhatItAdds() async throws {
        try await TestServer.run { test in
            try await Self.make(["services.nodeports": "1"], in: test)
            let service = JSONValue.made(
                "v1", "Service", "s", ["spec": ["selector": ["a": "b"], "ports": [["name": "a", "port": 80]]]])
            var made = try await test.client.create(Resources.services, namespace: "default", service).value()
            #expect(try await Self.used(test)["services.nodeports"].string == "0")
            made["spec"]["type"] = "NodePort"
            made = try await test.client.update(Resources.services, made).value()
            #expect(try await Self.used(test)["services.nodeports"].string == "1")
            made["spec"]["ports"].append(["name": "b", "port": 81])
            let wider = made
            let error = await statusError { try await test.client.update(Resources.services, wider) }
            #expect(
                error?.message
                    == "services \"s\" is forbidden: exceeded quota: quota, requested: services.nodeports=1, "
                    + "used: services.nodeports=1, limited: services.nodeports=1")
        }
    }

    @Test func aQuotaLooksOnlyAtItsScope() async throws {
        try await TestServer.run { test in
            try await test.allowPods()
            try await Self.make(["pods": "1"], name: "ending", spec: ["scopes": ["Terminating"]], in: test)
            let lasting = JSONValue.pod("lasting")
            try await test.client.create(Resources.pods, namespace: "default", lasting)
            let ending = JSONValue.pod("ending").setting("spec.activeDeadlineSeconds", 3600)
            try await test.client.create(Resources.pods, namespace: "default", ending)
            #expect(
                await test.refusal(Resources.pods, ending.setting("metadata.name", "another"))?.contains(
                    "exceeded quota: ending, requested: pods=1, used: pods=1, limited: pods=1") == true)
            #expect(try await Self.used(test, "ending") == ["pods": "1"])
        }
    }

    @Test func whatWasNotCountedYetIsWaitedFor() async throws {
        try await TestServer.run { test in
            var quota = try await test.client.create(
                Self.quotas, namespace: "default",
                .made("v1", "ResourceQuota", "quota", ["spec": ["hard": ["configmaps": "1"]]])
            ).value()
            // Without limits in its status a quota does not hold yet.
            #expect(await test.refusal(Resources.configMaps, .configMap("a")) == nil)
            quota["status"]["hard"] = ["configmaps": "1"]
            try await test.client.updateStatus(Self.quotas, quota)
            #expect(
                await test.refusal(Resources.configMaps, .configMap("b"))
                    == "configmaps \"b\" is forbidden: status unknown for quota: quota, resources: configmaps")
        }
    }

    @Test func whatTheServerLimitsNeedsAQuota() async throws {
        let options = try AdmissionOptions(configuration: [
            "apiVersion": "apiserver.config.k8s.io/v1", "kind": "AdmissionConfiguration",
            "plugins": [
                [
                    "name": "ResourceQuota",
                    "configuration": [
                        "apiVersion": "apiserver.config.k8s.io/v1", "kind": "ResourceQuotaConfiguration",
                        "limitedResources": [
                            ["resource": "persistentvolumeclaims", "matchContains": ["gold.storageclass"]]
                        ],
                    ],
                ]
            ],
        ])
        try await TestServer.run(change: { $0.admission = options }) { test in
            let claim = JSONValue.made(
                "v1", "PersistentVolumeClaim", "c",
                [
                    "spec": [
                        "accessModes": ["ReadWriteOnce"], "storageClassName": "gold",
                        "resources": ["requests": ["storage": "1Gi"]],
                    ]
                ])
            let claims = AdmissionFixtures.resource("persistentvolumeclaims")
            #expect(
                await test.refusal(claims, claim)
                    == "persistentvolumeclaims \"c\" is forbidden: insufficient quota to consume: "
                    + "gold.storageclass.storage.k8s.io/persistentvolumeclaims,"
                    + "gold.storageclass.storage.k8s.io/requests.storage")
            #expect(await test.refusal(claims, claim.setting("spec.storageClassName", "iron")) == nil)
        }
    }
}
