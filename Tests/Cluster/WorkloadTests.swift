import Foundation
import ProgramTestSupport
import Testing

extension ClusterTests {
    /// Containers, network, volumes and their controllers.
    @Suite(.serialized, .installation("workload", port: 17445))
    struct WorkloadTests {
        let cluster: Installation

        init() throws { cluster = try #require(SharedInstallation.current) }

        static func pod(_ name: String, command: String, extra: String = "", restart: String = "Never") -> String {
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: \(name)}
            spec:
              restartPolicy: \(restart)
              terminationGracePeriodSeconds: 1
              containers:
              - name: c
                image: \(Images.busybox)
                command: ["/bin/sh", "-c", '\(command)']
            \(extra)
            """
        }

        func finished(_ name: String) async throws -> String {
            try await cluster.expect("wait", "--for=jsonpath={.status.phase}=Succeeded", "pod/\(name)", "--timeout=60s")
            return try await cluster.expect("logs", name)
        }

        @Test("the guestbook's client reads the mounted page through the Service address")
        func guestbook() async throws {
            let manifest = try String(
                contentsOf: Installation.root.appending(path: "docs/examples/guestbook.yaml"), encoding: .utf8)
            try await cluster.expect(
                "apply", "-f", "-",
                input: manifest.replacingOccurrences(of: "apus.local/busybox:demo", with: Images.busybox))
            try await cluster.expect("wait", "--for=condition=complete", "job/guestbook-visitor", "--timeout=120s")
            #expect(try await cluster.expect("logs", "job/guestbook-visitor").contains("Hello from Apus."))
            let slices = try await cluster.expect(
                "get", "endpointslices", "-l", "kubernetes.io/service-name=guestbook", "-o",
                "jsonpath={.items[*].endpoints[*].conditions.ready}")
            #expect(slices == "true true")
            let port = "{.spec.ports[0].nodePort}"
            try await cluster.expect("patch", "service", "guestbook", "-p", "{\"spec\":{\"type\":\"NodePort\"}}")
            let nodePort = try await cluster.expect("get", "service", "guestbook", "-o", "jsonpath=\(port)")
            let address = try await cluster.expect(
                "get", "nodes", "-o", "jsonpath={.items[0].status.addresses[?(@.type==\"InternalIP\")].address}")
            let answered = try await Shell.wait {
                try await Shell.run(["curl", "-s", "-m", "2", "http://\(address):\(nodePort)/"]).output.contains(
                    "Hello from Apus.")
            }
            #expect(answered)
            try await cluster.expect(
                "delete", "deployment/guestbook", "service/guestbook", "job/guestbook-visitor", "cm/guestbook-page")
        }

        @Test("a failing container is restarted, and backs off")
        func restart() async throws {
            try await cluster.expect("apply", "-f", "-", input: Self.pod("crash", command: "exit 3", restart: "Always"))
            let count = "jsonpath={.status.containerStatuses[0].restartCount}"
            let restarted = try await Shell.wait {
                (Int(try await cluster.expect("get", "pod", "crash", "-o", count)) ?? 0) >= 1
            }
            #expect(restarted)
            let waits = try await Shell.wait {
                try await cluster.expect("get", "pod", "crash").contains("CrashLoopBackOff")
            }
            #expect(waits)
            #expect(
                try await cluster.expect(
                    "get", "pod", "crash", "-o", "jsonpath={.status.containerStatuses[0].lastState.terminated.exitCode}"
                ) == "3")
            try await cluster.expect("delete", "pod", "crash", "--wait=true", deadline: .seconds(60))
        }

        @Test("environment, ConfigMap, Secret, emptyDir and the service-account token reach the container")
        func volumes() async throws {
            try await cluster.expect("create", "configmap", "conf", "--from-literal=color=blue")
            try await cluster.expect("create", "secret", "generic", "hush", "--from-literal=word=xyzzy")
            let extra = """
                    env:
                    - {name: COLOR, valueFrom: {configMapKeyRef: {name: conf, key: color}}}
                    - {name: WORD, valueFrom: {secretKeyRef: {name: hush, key: word}}}
                    - {name: POD, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
                    - {name: BOTH, value: "$(COLOR)-$(POD)"}
                    volumeMounts: [{name: conf, mountPath: /conf}, {name: hush, mountPath: /hush}, {name: scratch, mountPath: /scratch}]
                  volumes:
                  - {name: conf, configMap: {name: conf}}
                  - {name: hush, secret: {secretName: hush}}
                  - {name: scratch, emptyDir: {}}
                """
            let command =
                "echo $BOTH $WORD; cat /conf/color; echo; cat /hush/word; echo; touch /scratch/x && ls /scratch; ls /var/run/secrets/kubernetes.io/serviceaccount"
            try await cluster.expect("apply", "-f", "-", input: Self.pod("volumes", command: command, extra: extra))
            let log = try await finished("volumes")
            #expect(log == "blue-volumes xyzzy\nblue\nxyzzy\nx\nca.crt\nnamespace\ntoken\n")
            try await cluster.expect("delete", "pod/volumes", "cm/conf", "secret/hush")
        }

        @Test("a Job runs its completions, and one that keeps failing reaches its limit")
        func jobs() async throws {
            func job(_ name: String, _ spec: String, _ command: String) -> String {
                """
                apiVersion: batch/v1
                kind: Job
                metadata: {name: \(name)}
                spec:
                  \(spec)
                  template:
                    spec:
                      restartPolicy: Never
                      containers: [{name: c, image: \(Images.busybox), command: ["/bin/sh", "-c", "\(command)"]}]
                """
            }
            try await cluster.expect(
                "apply", "-f", "-",
                input: job("three", "{completions: 3, parallelism: 2,", "true").replacingOccurrences(
                    of: "{completions: 3, parallelism: 2,", with: "completions: 3\n  parallelism: 2"))
            try await cluster.expect("wait", "--for=condition=complete", "job/three", "--timeout=60s")
            #expect(try await cluster.expect("get", "job", "three", "-o", "jsonpath={.status.succeeded}") == "3")
            try await cluster.expect("apply", "-f", "-", input: job("never", "backoffLimit: 0", "exit 1"))
            try await cluster.expect("wait", "--for=condition=failed", "job/never", "--timeout=60s")
            #expect(
                try await cluster.expect(
                    "get", "job", "never", "-o", "jsonpath={.status.conditions[?(@.type==\"Failed\")].reason}")
                    == "BackoffLimitExceeded")
            try await cluster.expect("delete", "job/three", "job/never")
        }

        @Test("a Pod that fits nowhere says why")
        func unschedulable() async throws {
            let extra = "    resources: {requests: {cpu: \"1000\"}}"
            try await cluster.expect("apply", "-f", "-", input: Self.pod("huge", command: "true", extra: extra))
            let says = try await Shell.wait {
                try await cluster.expect(
                    "get", "pod", "huge", "-o", "jsonpath={.status.conditions[?(@.type==\"PodScheduled\")].message}"
                ).hasPrefix("0/1 nodes are available: 1 Insufficient cpu.")
            }
            #expect(says)
            try await cluster.expect("delete", "pod", "huge")
        }

        @Test("deleting an owner deletes what it owns, and a namespace all that is in it")
        func deletion() async throws {
            try await cluster.expect("create", "namespace", "gone")
            try await cluster.expect("-n", "gone", "apply", "-f", "-", input: KubectlTests.web("owned", replicas: 1))
            try await cluster.expect("-n", "gone", "rollout", "status", "deployment/owned", "--timeout=60s")
            try await cluster.expect("-n", "gone", "delete", "deployment", "owned")
            let collected = try await Shell.wait {
                try await cluster.expect("-n", "gone", "get", "replicasets,pods", "-o", "name").isEmpty
            }
            #expect(collected)
            try await cluster.expect("delete", "namespace", "gone", "--timeout=60s")
            #expect(try await cluster.kubectl("get", "namespace", "gone").errors.contains("not found"))
        }

        @Test("running containers survive a crash of apus")
        func crash() async throws {
            try await cluster.expect("apply", "-f", "-", input: Self.pod("steady", command: "sleep 1000"))
            try await cluster.expect("wait", "--for=condition=Ready", "pod/steady", "--timeout=60s")
            let id = "jsonpath={.status.containerStatuses[0].containerID} {.status.containerStatuses[0].restartCount}"
            let before = try await cluster.expect("get", "pod", "steady", "-o", id)
            cluster.crash()
            try await cluster.start()
            try await cluster.expect("wait", "--for=condition=Ready", "node", "--all", "--timeout=60s")
            #expect(try await cluster.expect("get", "pod", "steady", "-o", id) == before)
            #expect(try await cluster.expect("exec", "steady", "--", "/bin/echo", "still here") == "still here\n")
            try await cluster.expect("delete", "pod", "steady")
        }

        @Test("the Python client creates, watches, patches and deletes", .timeLimit(.minutes(2)))
        func pythonClient() async throws {
            let script = Installation.root.appending(path: "Tests/Cluster/clients/client_kubernetes.py").path
            let result = try await Shell.run([Installation.python, script, cluster.kubeconfig, Images.busybox])
            #expect(result.code == 0, "\(result.all)")
            #expect(result.output.hasSuffix("ok\n"))
        }
    }
}
