import Foundation
import ProgramTestSupport
import Testing

extension ClusterTests {
    /// What people type, with every kubectl there is.
    @Suite(.serialized, .installation("kubectl", port: 17443))
    struct KubectlTests {
        let cluster: Installation

        init() throws { cluster = try #require(SharedInstallation.current) }

        static func web(_ name: String, replicas: Int = 2) -> String {
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: \(name), labels: {app: \(name)}}
            spec:
              replicas: \(replicas)
              selector: {matchLabels: {app: \(name)}}
              template:
                metadata: {labels: {app: \(name)}}
                spec:
                  terminationGracePeriodSeconds: 1
                  containers:
                  - name: web
                    image: \(Images.busybox)
                    command: ["/bin/sh", "-c", "echo started; exec /bin/httpd -f -p 8080 -h /etc"]
                    ports: [{containerPort: 8080}]
            """
        }

        @Test("a Deployment's whole life", arguments: kubectls)
        func deployment(kubectl: String) async throws {
            let namespace = "life-\(kubectls.firstIndex(of: kubectl) ?? 0)"
            func run(_ arguments: String..., input: String? = nil, environment: [String: String] = [:]) async throws
                -> String
            {
                let result = try await Shell.run(
                    [kubectl, "--kubeconfig", cluster.kubeconfig, "-n", namespace] + arguments, input: input,
                    environment: environment.merging(["KUBECONFIG": cluster.kubeconfig]) { $1 })
                #expect(result.code == 0, "kubectl \(arguments.joined(separator: " ")): \(result.all)")
                return result.output
            }
            _ = try await run("create", "namespace", namespace)
            #expect(try await run("apply", "-f", "-", input: Self.web("web")).contains("deployment.apps/web created"))
            #expect(try await run("apply", "-f", "-", input: Self.web("web")).contains("unchanged"))
            #expect(
                try await run("rollout", "status", "deployment/web", "--timeout=90s").contains(
                    "successfully rolled out"))

            let wide = try await run("get", "deployment", "web", "-o", "wide")
            #expect(wide.contains("UP-TO-DATE") && wide.contains("2/2") && wide.contains(Images.busybox))
            #expect(try await run("get", "pods", "-o", "wide").contains("Running"))
            #expect(try await run("get", "deployment", "web", "-o", "yaml").contains("kind: Deployment"))
            #expect(try await run("get", "deployment", "web", "-o", "jsonpath={.spec.replicas}") == "2")
            #expect(try await run("describe", "deployment", "web").contains("RollingUpdate"))
            #expect(try await run("describe", "pods").contains("Started container web"))

            _ = try await run("scale", "deployment", "web", "--replicas=3")
            _ = try await run("rollout", "status", "deployment/web", "--timeout=90s")
            #expect(try await run("get", "deployment", "web", "-o", "jsonpath={.status.readyReplicas}") == "3")

            _ = try await run(
                "edit", "deployment", "web",
                environment: ["EDITOR": "sed -i s/replicas:.3/replicas:\\ 1/", "KUBE_EDITOR": ""])
            #expect(try await run("get", "deployment", "web", "-o", "jsonpath={.spec.replicas}") == "1")

            _ = try await run("label", "deployment", "web", "tier=front")
            _ = try await run("annotate", "deployment", "web", "note=kept")
            #expect(try await run("get", "deployment", "-l", "tier=front", "-o", "name") == "deployment.apps/web\n")

            _ = try await run("set", "image", "deployment/web", "web=docker.io/\(Images.busybox)-missing")
            _ = try await run("rollout", "undo", "deployment/web")
            _ = try await run("rollout", "status", "deployment/web", "--timeout=90s")
            #expect(
                try await run("get", "deployment", "web", "-o", "jsonpath={.spec.template.spec.containers[0].image}")
                    == Images.busybox)

            // kubectl takes the Pod that was ready for longest, also one that is just being deleted.
            #expect(
                try await Shell.wait {
                    try await run("get", "pods", "-l", "app=web", "-o", "name").split(separator: "\n").count == 1
                })
            #expect(try await run("logs", "deployment/web").contains("started"))
            #expect(try await run("exec", "deployment/web", "--", "/bin/echo", "inside") == "inside\n")
            _ = try await run("wait", "--for=condition=Available", "deployment/web", "--timeout=60s")
            #expect(try await run("delete", "deployment", "web").contains("deleted"))
            _ = try await run("wait", "--for=delete", "pods", "-l", "app=web", "--timeout=60s")
            _ = try await run("delete", "namespace", namespace)
        }

        @Test("explain, api-resources, api-versions and auth can-i", arguments: kubectls)
        func discovery(kubectl: String) async throws {
            #expect(try await cluster.expect("explain", "pod.spec.containers", with: kubectl).contains("image"))
            let resources = try await cluster.expect("api-resources", with: kubectl)
            for resource in ["deployments", "pods", "customresourcedefinitions", "leases"] {
                #expect(resources.contains(resource))
            }
            #expect(try await cluster.expect("api-versions", with: kubectl).contains("apps/v1"))
            #expect(try await cluster.expect("auth", "can-i", "create", "pods", with: kubectl).contains("yes"))
            let denied = try await cluster.kubectl("auth", "can-i", "create", "pods", "--as=nobody", with: kubectl)
            #expect(denied.output.contains("no") && denied.code == 1)
            #expect(try await cluster.expect("version", with: kubectl).contains("+apus"))
        }

        @Test("exec relays standard input, the exit code and a terminal's output")
        func exec() async throws {
            try await cluster.expect("apply", "-f", "-", input: Self.web("exec", replicas: 1))
            try await cluster.expect("rollout", "status", "deployment/exec", "--timeout=90s")
            #expect(
                try await cluster.expect("exec", "-i", "deployment/exec", "--", "/bin/cat", input: "from outside\n")
                    == "from outside\n")
            let failed = try await cluster.kubectl(
                "exec", "deployment/exec", "--", "/bin/sh", "-c", "echo no >&2; exit 7")
            #expect(failed.code == 7)
            #expect(failed.errors.contains("no"))
            try await cluster.expect("delete", "deployment", "exec")
        }

        @Test("logs -f follows until the container ends")
        func follow() async throws {
            let pod = """
                {"apiVersion":"v1","kind":"Pod","metadata":{"name":"counter"},"spec":{"restartPolicy":"Never","containers":[
                {"name":"c","image":"\(Images.busybox)","command":["/bin/sh","-c","for i in 1 2 3 4 5; do echo line $i; sleep 0.2; done"]}]}}
                """
            try await cluster.expect("apply", "-f", "-", input: pod)
            try await cluster.expect("wait", "--for=jsonpath={.status.phase}=Running", "pod/counter", "--timeout=60s")
            let log = try await cluster.expect("logs", "-f", "counter")
            #expect(log == (1...5).map { "line \($0)\n" }.joined())
            #expect(try await cluster.expect("logs", "--tail=1", "counter") == "line 5\n")
            try await cluster.expect("delete", "pod", "counter")
        }

        @Test("server-side apply and diff")
        func serverSideApply() async throws {
            let map =
                "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"ssa\"},\"data\":{\"a\":\"1\"}}"
            #expect(
                try await cluster.expect("apply", "--server-side", "-f", "-", input: map).contains("serverside-applied")
            )
            let other = map.replacingOccurrences(of: "\"1\"", with: "\"2\"")
            let conflict = try await cluster.kubectl(
                "apply", "--server-side", "--field-manager=other", "-f", "-", input: other)
            #expect(conflict.code != 0 && conflict.errors.contains("conflict"))
            try await cluster.expect("delete", "configmap", "ssa")
        }
    }
}
