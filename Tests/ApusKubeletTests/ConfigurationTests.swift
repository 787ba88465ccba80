import ApusAPI
import ApusJSON
import ApusTestSupport
import Testing

@testable import ApusKubelet

/// What the containers of a pod are made with: variables, volumes, files.
@Suite(.timeLimit(.minutes(1)))
struct ConfigurationTests {
    private func variables(_ kubelet: Fixture) -> [String: String] {
        let envs = kubelet.runtime.requests("CreateContainer").last?["config"]["envs"].elements ?? []
        return Dictionary(envs.map { ($0["key"].string ?? "", $0["value"].string ?? "") }) { $1 }
    }

    /// The host's path of what is mounted in the container.
    private func mounted(_ kubelet: Fixture, _ path: String) -> String? {
        kubelet.runtime.requests("CreateContainer").last?["config"]["mounts"].elements
            .first { $0["containerPath"].string == path }?["hostPath"].string
    }

    @Test("variables come from values, fields, resources, ConfigMaps, Secrets and Services")
    func environment() async throws {
        try await Fixture.withKubelet { kubelet async throws in
            kubelet.api.add(
                Fixture.configMaps,
                ["metadata": ["name": "settings", "namespace": "default"], "data": ["color": "red", "size": "big"]])
            kubelet.api.add(
                Fixture.secrets, ["metadata": ["name": "keys", "namespace": "default"], "data": ["token": "czNjcjN0"]])
            kubelet.api.add(
                Fixture.services,
                [
                    "metadata": ["name": "my-db", "namespace": "default"],
                    "spec": ["clusterIP": "10.96.0.7", "ports": [["name": "sql", "port": 5432, "protocol": "TCP"]]],
                ],
                [
                    "metadata": ["name": "other", "namespace": "elsewhere"],
                    "spec": ["clusterIP": "10.96.0.8", "ports": [["port": 80]]],
                ])
            _ = kubelet.pod("web") { pod in
                pod["metadata"]["labels"] = ["app": "web"]
                pod["spec"]["containers"][0]["command"] = ["echo", "$(COLOR)", "$$(COLOR)", "$(NONE)"]
                pod["spec"]["containers"][0]["resources"] = ["limits": ["cpu": "1500m", "memory": "64Mi"]]
                pod["spec"]["containers"][0]["envFrom"] = [
                    ["prefix": "CFG_", "configMapRef": ["name": "settings"]],
                    ["secretRef": ["name": "absent", "optional": true]],
                ]
                pod["spec"]["containers"][0]["env"] = [
                    ["name": "COLOR", "valueFrom": ["configMapKeyRef": ["name": "settings", "key": "color"]]],
                    ["name": "TOKEN", "valueFrom": ["secretKeyRef": ["name": "keys", "key": "token"]]],
                    ["name": "BOTH", "value": "$(COLOR)-$(CFG_size)-$(MY_DB_SERVICE_HOST)"],
                    ["name": "POD", "valueFrom": ["fieldRef": ["fieldPath": "metadata.name"]]],
                    ["name": "APP", "valueFrom": ["fieldRef": ["fieldPath": "metadata.labels['app']"]]],
                    ["name": "IP", "valueFrom": ["fieldRef": ["fieldPath": "status.podIP"]]],
                    ["name": "CPU", "valueFrom": ["resourceFieldRef": ["resource": "limits.cpu"]]],
                    [
                        "name": "MEM",
                        "valueFrom": ["resourceFieldRef": ["resource": "limits.memory", "divisor": "1Mi"]],
                    ],
                ]
            }
            try await kubelet.until("web", "Running")
            let found = variables(kubelet)
            let expected = [
                "CFG_color": "red", "CFG_size": "big", "COLOR": "red", "TOKEN": "s3cr3t",
                "BOTH": "red-big-10.96.0.7", "POD": "web", "APP": "web", "IP": "10.0.0.1", "CPU": "2", "MEM": "64",
                "MY_DB_SERVICE_HOST": "10.96.0.7", "MY_DB_SERVICE_PORT_SQL": "5432",
                "MY_DB_PORT_5432_TCP": "tcp://10.96.0.7:5432",
            ]
            for (name, value) in expected { #expect(found[name] == value, "\(name)") }
            #expect(found["OTHER_SERVICE_HOST"] == nil)
            let config = kubelet.runtime.requests("CreateContainer").last?["config"] ?? .null
            #expect(config["command"] == ["echo", "red", "$(COLOR)", "$(NONE)"])
            #expect(config["linux"]["resources"]["cpuQuota"].int == 150_000)
            #expect(config["linux"]["resources"]["memoryLimitInBytes"].int == 64 << 20)
        }
    }

    @Test("a container whose ConfigMap is missing waits, and starts when it comes")
    func missingConfigMap() async throws {
        try await Fixture.withKubelet { kubelet async throws in
            _ = kubelet.pod("web") {
                $0["spec"]["containers"][0]["envFrom"] = [["configMapRef": ["name": "late"]]]
            }
            try await kubelet.until("it waits") {
                $0.container("web")["state"]["waiting"]["reason"].string == "CreateContainerConfigError"
            }
            #expect(kubelet.container("web")["state"]["waiting"]["message"].string == "configmap \"late\" not found")
            kubelet.api.add(
                Fixture.configMaps, ["metadata": ["name": "late", "namespace": "default"], "data": ["A": "1"]])
            try await kubelet.until("web", "Running")
            #expect(variables(kubelet)["A"] == "1")
        }
    }

    @Test("files of a ConfigMap volume follow the ConfigMap while the pod runs")
    func configMapVolume() async throws {
        try await Fixture.withKubelet { kubelet async throws in
            kubelet.api.add(
                Fixture.configMaps,
                ["metadata": ["name": "page", "namespace": "default"], "data": ["index.html": "one", "other": "x"]])
            _ = kubelet.pod("web") { pod in
                pod["spec"]["volumes"] = [
                    [
                        "name": "page",
                        "configMap": ["name": "page", "items": [["key": "index.html", "path": "a/i.html"]]],
                    ]
                ]
                pod["spec"]["containers"][0]["volumeMounts"] = [["name": "page", "mountPath": "/www"]]
            }
            try await kubelet.until("web", "Running")
            let path = try #require(mounted(kubelet, "/www"))
            #expect(FileTree.text("\(path)/a/i.html") == "one")
            #expect(FileTree.names(in: path).filter { !$0.hasPrefix("..") } == ["a"])
            let before = FileTree.target(of: "\(path)/..data")
            kubelet.api.edit(Fixture.configMaps, "default/page") { $0["data"]["index.html"] = "two" }
            // The file changes outside of the API: the status of another pod is what tells that the kubelet has looked.
            kubelet.api.edit(Kubelet.pods, "default/web") { $0["metadata"]["labels"] = ["n": "1"] }
            try await kubelet.until("the file changes") { fixture in
                fixture.api.edit(Kubelet.pods, "default/web") { pod in
                    pod["metadata"]["labels"]["n"] = .string("\(pod["metadata"]["resourceVersion"].string ?? "")")
                }
                return FileTree.text("\(path)/a/i.html") == "two"
            }
            #expect(FileTree.target(of: "\(path)/..data") != before)
        }
    }

    @Test("a service account's token is asked for, written, and renewed at four fifths of its life")
    func token() async throws {
        try await Fixture.withKubelet(prepare: { kubelet async throws in
            kubelet.api.addReactor { request throws(StatusError) in
                guard request.subresource == "token", case .value(let body) = request.body else { return nil }
                let now = kubelet.clock.now.offset.components.seconds
                return [
                    "status": [
                        "token": .string("token-at-\(now)-for-\(body["spec"]["boundObjectRef"]["name"].string ?? "")"),
                        "expirationTimestamp": .string(
                            Timestamp(seconds: FakeAPI.start.seconds + now + 3607).rfc3339),
                    ]
                ]
            }
            kubelet.api.add(
                Fixture.configMaps,
                ["metadata": ["name": "kube-root-ca.crt", "namespace": "default"], "data": ["ca.crt": "PEM"]])
        }) { kubelet async throws in
            _ = kubelet.pod("web") { pod in
                pod["spec"]["serviceAccountName"] = "default"
                pod["spec"]["volumes"] = [
                    [
                        "name": "access",
                        "projected": [
                            "defaultMode": 420,
                            "sources": [
                                ["serviceAccountToken": ["expirationSeconds": 3607, "path": "token"]],
                                [
                                    "configMap": [
                                        "name": "kube-root-ca.crt", "items": [["key": "ca.crt", "path": "ca.crt"]],
                                    ]
                                ],
                                [
                                    "downwardAPI": [
                                        "items": [
                                            ["path": "namespace", "fieldRef": ["fieldPath": "metadata.namespace"]]
                                        ]
                                    ]
                                ],
                            ],
                        ],
                    ]
                ]
                pod["spec"]["containers"][0]["volumeMounts"] = [
                    ["name": "access", "mountPath": "/var/run/secrets/kubernetes.io/serviceaccount", "readOnly": true]
                ]
            }
            try await kubelet.until("web", "Running")
            let path = try #require(mounted(kubelet, "/var/run/secrets/kubernetes.io/serviceaccount"))
            #expect(FileTree.text("\(path)/token") == "token-at-0-for-web")
            #expect(FileTree.text("\(path)/ca.crt") == "PEM")
            #expect(FileTree.text("\(path)/namespace") == "default")
            kubelet.clock.advance(by: .seconds(2886))
            try await kubelet.until("the token is new") { fixture in
                fixture.api.writes.filter { $0.subresource == "token" }.count == 2
            }
        }
    }

    @Test("a pod has its own hosts file, resolver and host name")
    func files() async throws {
        try await Fixture.withKubelet { kubelet async throws in
            _ = kubelet.pod("web") { pod in
                pod["spec"]["hostname"] = "me"
                pod["spec"]["subdomain"] = "sub"
                pod["spec"]["hostAliases"] = [["ip": "192.0.2.9", "hostnames": ["nine", "neuf"]]]
                pod["spec"]["dnsConfig"] = ["options": [["name": "ndots", "value": "2"]], "searches": ["example.org"]]
            }
            try await kubelet.until("web", "Running")
            let hosts = FileTree.text(try #require(mounted(kubelet, "/etc/hosts"))) ?? ""
            #expect(hosts.contains("10.0.0.1\tme.sub.default.svc.cluster.local\tme\n"))
            #expect(hosts.hasSuffix("\n# Entries added by HostAliases.\n192.0.2.9\tnine\tneuf\n"))
            let config = kubelet.runtime.requests("RunPodSandbox").first?["config"] ?? .null
            #expect(config["hostname"].string == "me")
            #expect(config["dnsConfig"]["servers"] == ["10.96.0.10"])
            #expect(config["dnsConfig"]["options"] == ["ndots:2"])
            #expect(config["dnsConfig"]["searches"].elements.first == "default.svc.cluster.local")
            #expect(config["dnsConfig"]["searches"].elements.contains("example.org"))
        }
    }

    @Test("a volume that is not there yet holds the pod back, with an event")
    func missingVolume() async throws {
        try await Fixture.withKubelet { kubelet async throws in
            _ = kubelet.pod("web") { $0["spec"]["volumes"] = [["name": "s", "secret": ["secretName": "late"]]] }
            try await kubelet.until("the event") { $0.eventReasons.contains("FailedMount") }
            #expect(kubelet.runtime.requests("RunPodSandbox").isEmpty)
            kubelet.api.add(Fixture.secrets, ["metadata": ["name": "late", "namespace": "default"], "data": [:]])
            try await kubelet.until("web", "Running")
        }
    }
}
