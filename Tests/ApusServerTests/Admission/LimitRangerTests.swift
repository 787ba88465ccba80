import ApusAPI
import ApusClient
import ApusJSON
import Testing

@testable import ApusServer

@Suite struct LimitRangerTests {
    private static func container(requests: JSONValue = [:], limits: JSONValue = [:]) -> JSONValue {
        .pod("p").setting("spec.containers.0.resources", ["requests": requests, "limits": limits])
    }

    private static func limits(_ item: JSONValue) -> LimitRange { LimitRange(["spec": ["limits": [item]]]) }

    struct Case: Sendable {
        var item: JSONValue
        var pod: JSONValue
        var problems: [String]

        init(_ item: JSONValue, _ pod: JSONValue, _ problems: [String] = []) {
            self.item = item
            self.pod = pod
            self.problems = problems
        }
    }

    static let bounds: [Case] = [
        Case(["type": "Container", "min": ["cpu": "100m"]], container(requests: ["cpu": "100m"])),
        Case(
            ["type": "Container", "min": ["cpu": "100m"]], container(),
            ["minimum cpu usage per Container is 100m. No request is specified"]),
        Case(
            ["type": "Container", "min": ["cpu": "100m"]], container(requests: ["cpu": "50m"]),
            ["minimum cpu usage per Container is 100m, but request is 50m"]),
        Case(
            ["type": "Container", "min": ["memory": "1Gi"]],
            container(requests: ["memory": "1Gi"], limits: ["memory": "512Mi"]),
            ["minimum memory usage per Container is 1Gi, but limit is 512Mi"]),
        Case(
            ["type": "Container", "max": ["cpu": "1"]], container(),
            ["maximum cpu usage per Container is 1. No limit is specified"]),
        Case(
            ["type": "Container", "max": ["cpu": "1"]], container(limits: ["cpu": "1500m"]),
            ["maximum cpu usage per Container is 1, but limit is 1500m"]),
        Case(
            ["type": "Container", "max": ["cpu": "1"]], container(requests: ["cpu": "2"], limits: ["cpu": "1"]),
            ["maximum cpu usage per Container is 1, but request is 2"]),
        Case(
            ["type": "Container", "maxLimitRequestRatio": ["cpu": "2"]],
            container(requests: ["cpu": "100m"], limits: ["cpu": "300m"]),
            ["cpu max limit to request ratio per Container is 2, but provided ratio is 3.000000"]),
        Case(
            ["type": "Container", "maxLimitRequestRatio": ["cpu": "2"]], container(limits: ["cpu": "1"]),
            ["cpu max limit to request ratio per Container is 2, but no request is specified or request is 0"]),
        Case(
            ["type": "Container", "maxLimitRequestRatio": ["cpu": "2"]], container(requests: ["cpu": "1"]),
            ["cpu max limit to request ratio per Container is 2, but no limit is specified or limit is 0"]),
        Case(
            ["type": "Pod", "max": ["cpu": "3"]],
            container(limits: ["cpu": "2"]).setting(
                "spec.containers",
                [
                    ["name": "a", "resources": ["limits": ["cpu": "2"]]],
                    ["name": "b", "resources": ["limits": ["cpu": "2"]]],
                ]),
            ["maximum cpu usage per Pod is 3, but limit is 4"]),
        Case(
            ["type": "Pod", "max": ["cpu": "3"]],
            .pod("p").setting(
                "spec.containers", [["name": "a", "resources": ["limits": ["cpu": "2"]]], ["name": "b"]]),
            ["maximum cpu usage per Pod is 3. No limit is specified"]),
    ]

    @Test(arguments: bounds) func podsStayWithinTheBounds(_ test: Case) {
        #expect(Self.limits(test.item).problems(ofPod: test.pod) == test.problems)
    }

    @Test(arguments: [
        ("1Gi", [String]()),
        ("512Mi", ["minimum storage usage per PersistentVolumeClaim is 1Gi, but request is 512Mi"]),
        ("3Gi", ["maximum storage usage per PersistentVolumeClaim is 2Gi, but request is 3Gi"]),
    ]) func claimsStayWithinTheBounds(_ size: String, _ problems: [String]) {
        let limits = Self.limits([
            "type": "PersistentVolumeClaim", "min": ["storage": "1Gi"], "max": ["storage": "2Gi"],
        ])
        let claim: JSONValue = ["spec": ["resources": ["requests": ["storage": .string(size)]]]]
        #expect(limits.problems(ofClaim: claim) == problems)
    }

    /// The values of upstream's conformance test "should create a LimitRange with defaults".
    @Test func containersGetTheDefaultsThatTheyDoNotSay() {
        let limits = Self.limits([
            "type": "Container", "default": ["cpu": "500m", "memory": "500Mi"],
            "defaultRequest": ["cpu": "100m", "memory": "200Mi"],
        ])
        var pod = Self.container(requests: ["cpu": "300m"], limits: ["cpu": "300m"])
        limits.setDefaults(&pod)
        let resources = pod["spec"]["containers"][0]["resources"]
        #expect(resources["requests"] == ["cpu": "300m", "memory": "200Mi"])
        #expect(resources["limits"] == ["cpu": "300m", "memory": "500Mi"])
        #expect(
            pod["metadata"]["annotations"]["kubernetes.io/limit-ranger"].string
                == "LimitRanger plugin set: memory request for container main; memory limit for container main")
    }

    @Test func theServerRefusesWhatIsOutOfBounds() async throws {
        try await TestServer.run { test in
            try await test.allowPods()
            try await test.client.create(
                AdmissionFixtures.resource("limitranges"), namespace: "default",
                .made(
                    "v1", "LimitRange", "limits",
                    [
                        "spec": [
                            "limits": [["type": "Container", "max": ["cpu": "1"], "default": ["cpu": "500m"]]]
                        ]
                    ]))
            let made = try await test.client.create(Resources.pods, namespace: "default", .pod("fits")).value()
            #expect(made["spec"]["containers"][0]["resources"]["limits"]["cpu"].string == "500m")
            let large = Self.container(limits: ["cpu": "2"]).setting("metadata.name", "large")
            #expect(
                await test.refusal(Resources.pods, large)
                    == "pods \"large\" is forbidden: maximum cpu usage per Container is 1, but limit is 2")
            let nameless = Self.container(limits: ["cpu": "2"]).setting("metadata", ["generateName": "web-"])
            #expect(await test.refusal(Resources.pods, nameless)?.hasPrefix("pods \"web-") == true)
        }
    }
}
