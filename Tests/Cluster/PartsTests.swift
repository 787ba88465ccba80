import Foundation
import ProgramTestSupport
import Testing

extension ClusterTests {
    /// The parts of a cluster as programs of their own, over kubeconfigs.
    @Suite(.serialized)
    struct PartsTests {
        private static let port = 17460
        private static let plane = Installation("parts", port: port)
        private static let node = Installation("parts-node", port: port)

        /// Signs what a kubelet needs with the cluster's authority, as an administrator would: client and server
        /// certificate in one, and a kubeconfig.
        private static let nodeCredentials = """
            set -e; cd "$0"; mkdir -p node; cd node
            openssl ecparam -name prime256v1 -genkey -noout -out node.key
            openssl req -new -key node.key -subj "/O=system:nodes/CN=system:node:part" -out node.csr
            printf 'subjectAltName=DNS:part,IP:%s\\nextendedKeyUsage=clientAuth,serverAuth\\n' "$2" >ext
            openssl x509 -req -in node.csr -CA ../pki/ca.crt -CAkey ../pki/ca.key -CAcreateserial -days 1 -extfile ext -out node.crt
            kubectl config --kubeconfig=kubeconfig set-cluster c --server="https://127.0.0.1:$1" --certificate-authority="$0/pki/ca.crt" --embed-certs
            kubectl config --kubeconfig=kubeconfig set-credentials n --client-certificate=node.crt --client-key=node.key --embed-certs
            kubectl config --kubeconfig=kubeconfig set-context n --cluster=c --user=n
            kubectl config --kubeconfig=kubeconfig use-context n
            """

        @Test("API server, controllers, scheduler, kubelet and proxy run a workload, each on its own")
        func parts() async throws {
            let (plane, node) = (Self.plane, Self.node)
            try await node.remove()
            try await plane.remove()
            var programs: [(name: String, program: RunningProgram)] = []
            func start(_ name: String, _ arguments: String...) throws {
                programs.append((name, try RunningProgram([Installation.apus, name] + arguments, log: name)))
            }
            try start("apiserver", "--data-dir", plane.data, "--port", "\(plane.port)")
            let isReady = try await Shell.wait {
                try await plane.kubectl("get", "--raw", "/readyz").output == "ok"
            }
            try #require(isReady, "\(programs[0].program.output)")
            let address = try await Shell.run([
                "sh", "-c", "ip -4 -o route get 192.0.2.1 | grep -o 'src [0-9.]*' | cut -c5-",
            ])
            .output.trimmingCharacters(in: .whitespacesAndNewlines)
            let made = try await Shell.run(
                [
                    "sh", "-c", Self.nodeCredentials, plane.data, "\(plane.port)",
                    address.isEmpty ? "127.0.0.1" : address,
                ])
            try #require(made.code == 0, "\(made.all)")
            let files = plane.data + "/node/"
            try await Images.pack(into: node)
            try start(
                "controller-manager", "--kubeconfig", plane.kubeconfig, "--cluster-cidr", "10.244.0.0/16",
                "--root-ca-file", plane.data + "/pki/ca.crt")
            try start("scheduler", "--kubeconfig", plane.kubeconfig)
            try start(
                "kubelet", "--kubeconfig", files + "kubeconfig", "--data-dir", node.data, "--node-name", "part",
                "--tls-cert-file", files + "node.crt", "--tls-private-key-file", files + "node.key",
                "--client-ca-file", plane.data + "/pki/ca.crt")
            try start(
                "proxy", "--kubeconfig", plane.kubeconfig, "--hostname-override", "part", "--data-dir", node.data)

            try await plane.expect("wait", "--for=create", "node/part", "--timeout=60s")
            try await plane.expect("wait", "--for=condition=Ready", "node/part", "--timeout=60s")
            try await plane.expect("create", "-f", "-", input: Self.workload)
            try await plane.expect("rollout", "status", "deployment/web", "--timeout=60s")
            let service = try await plane.expect("get", "service", "web", "-o", "jsonpath={.spec.clusterIP}")
            let answered = try await Shell.wait {
                try await Shell.run(["curl", "-s", "-m", "2", "http://\(service)/"]).output.contains("part by part")
            }
            #expect(answered, "the proxy leads to the Pod")
            #expect(try await plane.expect("logs", "deployment/web").contains("up"))
            let leases = try await plane.expect("-n", "kube-system", "get", "leases", "-o", "name")
            #expect(leases.contains("kube-controller-manager") && leases.contains("kube-scheduler"))
            try await plane.expect("delete", "deployment/web", "service/web", "--wait")

            for (name, program) in programs.reversed() {
                #expect(program.isRunning, "\(name): \(program.output)")
                #expect(try await program.stop() == 0, "\(name)")
            }
            try await node.remove()
            try await plane.remove()
        }

        private static let workload = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec:
              replicas: 1
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec:
                  terminationGracePeriodSeconds: 1
                  containers:
                  - name: c
                    image: \(Images.busybox)
                    command: ["/bin/sh", "-c", "echo up; echo part by part >/tmp/index.html; httpd -f -p 80 -h /tmp"]
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: web}
            spec:
              selector: {app: web}
              ports: [{port: 80}]
            """
    }

    /// `apus image` on an installation that does not run.
    @Suite(.serialized)
    struct ImageTests {

        @Test("an image is packed, listed, exported, removed and imported again", arguments: ["oci", "docker-archive"])
        func roundTrip(format: String) async throws {
            let installation = Installation("image-\(format)", port: 0)
            try? FileManager.default.removeItem(atPath: installation.data)
            defer { try? FileManager.default.removeItem(atPath: installation.data) }
            try await Images.pack(into: installation)
            let data = ["--data-dir", installation.data]
            func images() async throws -> [String] {
                let result = try await Shell.run([Installation.apus, "image", "list", "-o", "json"] + data)
                let list = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [[String: Any]]
                return try #require(list, "\(result.all)").flatMap { $0["repoTags"] as? [String] ?? [] }
            }
            #expect(try await images() == [Images.busybox])
            let table = try await Shell.run([Installation.apus, "image", "list"] + data).output
            #expect(table.contains("NAME") && table.contains(Images.busybox))
            let archive = installation.data + "/image.tar"
            let exported = try await Shell.run(
                [Installation.apus, "image", "export", Images.busybox, archive, "--format", format] + data)
            #expect(exported.code == 0, "\(exported.all)")
            #expect(try await Shell.run([Installation.apus, "image", "remove", Images.busybox] + data).code == 0)
            #expect(try await images().isEmpty)
            let imported = try await Shell.run([Installation.apus, "image", "import", archive] + data)
            #expect(imported.output.contains("imported \(Images.busybox)"), "\(imported.all)")
            #expect(try await images() == [Images.busybox])
            let missing = try await Shell.run([Installation.apus, "image", "remove", "no.such/image:1"] + data)
            #expect(missing.code == 1 && missing.errors.split(separator: "\n").count == 1, "\(missing.all)")
        }
    }
}
