import ApusAPI
import ApusClient
import ApusJSON
import NIOHTTP1
import Testing

@testable import ApusServer

@Suite struct PodSecurityTests {
    struct Case: Sendable {
        var spec: JSONValue
        var annotations: JSONValue = .null
        var level = PodSecurityLevel.baseline
        var version = PodSecurityVersion.latest
        var details: String
    }

    private static func container(_ security: JSONValue = .null, _ rest: JSONValue = [:]) -> JSONValue {
        var container = rest
        container["name"] = "a"
        if !security.isNull { container["securityContext"] = security }
        return ["containers": [container]]
    }

    /// Meets `restricted`.
    private static let strict: JSONValue = [
        "securityContext": ["runAsNonRoot": true, "seccompProfile": ["type": "RuntimeDefault"]],
        "containers": [
            [
                "name": "a",
                "securityContext": ["allowPrivilegeEscalation": false, "capabilities": ["drop": ["ALL"]]],
            ]
        ],
    ]

    static let cases: [Case] = [
        Case(spec: container(), details: ""),
        Case(spec: strict, level: .restricted, details: ""),
        Case(
            spec: container(["privileged": true]),
            details: "privileged (container \"a\" must not set securityContext.privileged=true)"),
        Case(
            spec: ["hostNetwork": true, "hostPID": true, "containers": []],
            details: "host namespaces (hostNetwork=true, hostPID=true)"),
        Case(
            spec: ["volumes": [["name": "v", "hostPath": ["path": "/"]]]], details: "hostPath volumes (volume \"v\")"),
        Case(
            spec: container(.null, ["ports": [["hostPort": 80], ["hostPort": 443], ["containerPort": 1]]]),
            details: "hostPort (container \"a\" uses hostPorts 443, 80)"),
        Case(
            spec: container(["capabilities": ["add": ["NET_RAW", "CHOWN", "SYS_ADMIN"]]]),
            details: "non-default capabilities (container \"a\" must not include \"NET_RAW\", \"SYS_ADMIN\" in "
                + "securityContext.capabilities.add)"),
        Case(
            spec: container(["procMount": "Unmasked"]),
            details: "procMount (container \"a\" must not set securityContext.procMount to \"Unmasked\")"),
        Case(
            spec: container(["seLinuxOptions": ["type": "spc_t", "user": "u"]]),
            details: "seLinuxOptions (container \"a\" set forbidden securityContext.seLinuxOptions: type \"spc_t\"; "
                + "user may not be set)"),
        Case(
            spec: ["securityContext": ["seccompProfile": ["type": "Unconfined"]]],
            details: "seccompProfile (pod must not set securityContext.seccompProfile.type to \"Unconfined\")"),
        Case(
            spec: ["securityContext": ["sysctls": [["name": "kernel.msgmax"], ["name": "net.ipv4.tcp_rmem"]]]],
            details: "forbidden sysctls (kernel.msgmax)"),
        Case(
            spec: ["securityContext": ["sysctls": [["name": "net.ipv4.tcp_rmem"]]]], version: .minor(31),
            details: "forbidden sysctls (net.ipv4.tcp_rmem)"),
        Case(
            spec: container(["windowsOptions": ["hostProcess": true]]),
            details: "hostProcess (container \"a\" must not set securityContext.windowsOptions.hostProcess=true)"),
        Case(
            spec: container(), annotations: ["container.apparmor.security.beta.kubernetes.io/a": "unconfined"],
            details: "forbidden AppArmor profile "
                + "(container.apparmor.security.beta.kubernetes.io/a=\"unconfined\")"),
        Case(
            spec: container(.null, ["livenessProbe": ["httpGet": ["host": "other", "port": 80]]]),
            details: "probe or lifecycle host (container \"a\" uses probe or lifecycle host \"other\")"),
        Case(
            spec: container(.null, ["livenessProbe": ["httpGet": ["host": "other", "port": 80]]]),
            version: .minor(33), details: ""),
        Case(
            spec: container(), level: .restricted,
            details: "allowPrivilegeEscalation != false (container \"a\" must set "
                + "securityContext.allowPrivilegeEscalation=false), unrestricted capabilities (container \"a\" must set "
                + "securityContext.capabilities.drop=[\"ALL\"]), runAsNonRoot != true (pod or container \"a\" must set "
                + "securityContext.runAsNonRoot=true), seccompProfile (pod or container \"a\" must set "
                + "securityContext.seccompProfile.type to \"RuntimeDefault\" or \"Localhost\")"),
        Case(
            spec: container(), level: .restricted, version: .minor(7),
            details: "runAsNonRoot != true (pod or container \"a\" must set securityContext.runAsNonRoot=true)"),
        Case(
            spec: strict.setting("securityContext.runAsUser", 0), level: .restricted,
            details: "runAsUser=0 (pod must not set runAsUser=0)"),
        Case(
            spec: strict.setting(
                "volumes",
                [["name": "n", "nfs": [:]], ["name": "h", "hostPath": [:]], ["name": "e", "emptyDir": [:]]]),
            level: .restricted,
            details: "restricted volume types (volumes \"n\", \"h\" use restricted volume types \"hostPath\", \"nfs\")"
        ),
        Case(
            spec: strict.setting("containers.0.securityContext.runAsNonRoot", false), level: .restricted,
            details: "runAsNonRoot != true (container \"a\" must not set securityContext.runAsNonRoot=false)"),
    ]

    @Test(arguments: cases) func podsAreHeldToTheStandard(_ test: Case) {
        let subject = PodSecurityCheck.Subject(annotations: test.annotations, spec: test.spec)
        let standard = PodSecurityPolicy.Standard(level: test.level, version: test.version)
        #expect(PodSecurityCheck.findings(standard, subject).details == test.details)
    }

    @Test(arguments: [
        ("latest", "latest"), ("v1.0", "v1.0"), ("v1.36", "v1.36"), ("v1.036", nil), ("v2.1", nil), ("1.3", nil),
        ("v1.", nil), ("", nil),
    ]) func versionsAreReadAsUpstreamReadsThem(_ text: String, _ read: String?) {
        #expect(PodSecurityVersion(text)?.description == read)
    }

    private static func namespace(_ labels: [String: String]) -> JSONValue {
        var object = JSONValue.made("v1", "Namespace", "team")
        for (key, value) in labels.sorted(by: { $0.key < $1.key }) {
            object["metadata"]["labels"]["pod-security.kubernetes.io/\(key)"] = .string(value)
        }
        return object
    }

    @Test func violationsAreRefusedWarnedOfAndFound() async throws {
        try await RawClient.run { client, test in
            try await test.client.create(
                Resources.namespaces, Self.namespace(["enforce": "baseline", "warn": "restricted"]))
            try await test.allowPods(in: "team")
            let privileged = JSONValue.pod("p").setting(
                "spec.containers.0.securityContext", ["privileged": true])
            #expect(
                await test.refusal(Resources.pods, namespace: "team", privileged)
                    == "pods \"p\" is forbidden: violates PodSecurity \"baseline:latest\": privileged (container "
                    + "\"main\" must not set securityContext.privileged=true)")
            let json = ["Content-Type": "application/json"]
            let plain = try await client.send(
                .POST, "/api/v1/namespaces/team/pods", json, body: JSONValue.pod("plain").encoded().string)
            #expect(plain.code == 201)
            let warning = plain.headers.first(name: "Warning") ?? ""
            #expect(warning.hasPrefix("299 - \"would violate PodSecurity \\\"restricted:latest\\\": "))
            let workload = JSONValue.made(
                "v1", "ReplicationController", "r",
                ["spec": ["selector": ["a": "b"], "template": ["metadata": ["labels": ["a": "b"]]]]]
            ).setting("spec.template.spec", privileged["spec"])
            let made = try await client.send(
                .POST, "/api/v1/namespaces/team/replicationcontrollers", json, body: workload.encoded().string)
            #expect(made.code == 201)
            #expect(made.headers.first(name: "Warning")?.contains("would violate PodSecurity") == true)
            let stricter = try await client.send(
                .PATCH, "/api/v1/namespaces/team", ["Content-Type": "application/merge-patch+json"],
                body: "{\"metadata\":{\"labels\":{\"pod-security.kubernetes.io/enforce\":\"restricted\"}}}")
            #expect(stricter.code == 200)
            let warnings = stricter.headers["Warning"]
            #expect(warnings.count == 2)
            #expect(
                warnings.first
                    == "299 - \"existing pods in namespace \\\"team\\\" violate the new PodSecurity enforce level "
                    + "\\\"restricted:latest\\\"\"")
            #expect(warnings.last?.hasPrefix("299 - \"plain: allowPrivilegeEscalation != false, ") == true)
        }
    }

    @Test func labelsThatMeanNothingAreRefused() async throws {
        try await TestServer.run { test in
            #expect(
                await test.refusal(Resources.namespaces, namespace: nil, Self.namespace(["enforce": "strict"]))
                    == "Namespace \"team\" is invalid: metadata.labels[pod-security.kubernetes.io/enforce]: Invalid "
                    + "value: \"strict\": must be one of privileged, baseline, restricted")
        }
    }

    @Test func configurationSetsDefaultsAndExemptions() async throws {
        let options = try AdmissionOptions(configuration: [
            "apiVersion": "apiserver.config.k8s.io/v1", "kind": "AdmissionConfiguration",
            "plugins": [
                [
                    "name": "PodSecurity",
                    "configuration": [
                        "apiVersion": "pod-security.admission.config.k8s.io/v1", "kind": "PodSecurityConfiguration",
                        "defaults": ["enforce": "baseline"], "exemptions": ["namespaces": ["kube-system"]],
                    ],
                ]
            ],
        ])
        try await TestServer.run(change: { $0.admission = options }) { test in
            try await test.allowPods()
            try await test.allowPods(in: "kube-system")
            let pod = JSONValue.pod("p").setting("spec.hostNetwork", true)
            #expect(
                await test.refusal(Resources.pods, pod)?.contains("violates PodSecurity \"baseline:latest\"") == true)
            #expect(await test.refusal(Resources.pods, namespace: "kube-system", pod) == nil)
        }
    }
}
