import Foundation
import ProgramTestSupport
import Testing

extension ClusterTests {
    /// Kinds of one's own, with every kubectl there is.
    @Suite(.serialized, .installation("custom", port: 17449, arguments: ["--no-node"]))
    struct CustomResourceTests {
        static func definition(_ group: String, _ number: Int) -> String {
            """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: crontabs.\(group)}
            spec:
              group: \(group)
              scope: Namespaced
              names:
                {plural: crontabs, singular: crontab, kind: CronTab, shortNames: [ct\(number)], categories: [all]}
              conversion: {strategy: None}
              versions:
              - &version
                name: v1
                served: true
                storage: true
                subresources:
                  status: {}
                  scale:
                    specReplicasPath: .spec.replicas
                    statusReplicasPath: .status.replicas
                    labelSelectorPath: .status.selector
                additionalPrinterColumns:
                - {name: Spec, type: string, jsonPath: .spec.cronSpec, description: When it runs}
                - {name: Replicas, type: integer, jsonPath: .spec.replicas}
                - {name: Image, type: string, jsonPath: .spec.image, priority: 1}
                - {name: Age, type: date, jsonPath: .metadata.creationTimestamp}
                schema:
                  openAPIV3Schema:
                    type: object
                    description: A CronTab runs a job when it is time.
                    required: [spec]
                    properties:
                      spec:
                        type: object
                        required: [cronSpec]
                        properties:
                          cronSpec: {type: string, description: When it runs., pattern: '^(\\S+\\s+){4}\\S+$'}
                          image: {type: string, default: busybox}
                          replicas: {type: integer, minimum: 0, maximum: 10}
                      status:
                        type: object
                        properties: {replicas: {type: integer}, selector: {type: string}}
              - {<<: *version, name: v1beta1, storage: false}
            """
        }

        static func object(_ group: String, schedule: String = "* * * * */5", version: String = "v1") -> String {
            """
            apiVersion: \(group)/\(version)
            kind: CronTab
            metadata: {name: nightly}
            spec: {cronSpec: "\(schedule)", replicas: 1}
            """
        }

        @Test("a definition and its objects, from apply to removal", arguments: kubectls)
        func life(kubectl: String) async throws {
            let cluster = try #require(SharedInstallation.current)
            let number = kubectls.firstIndex(of: kubectl) ?? 0
            let (group, short) = ("k\(number).example.com", "ct\(number)")
            func run(_ arguments: String..., input: String? = nil) async throws -> String {
                let result = try await Shell.run(
                    [kubectl, "--kubeconfig", cluster.kubeconfig] + arguments, input: input)
                #expect(result.code == 0, "\(kubectl) \(arguments.joined(separator: " ")): \(result.all)")
                return result.output
            }
            func fails(_ arguments: String..., input: String? = nil) async throws -> String {
                let result = try await Shell.run(
                    [kubectl, "--kubeconfig", cluster.kubeconfig] + arguments, input: input)
                #expect(result.code != 0, "\(kubectl) \(arguments.joined(separator: " ")): \(result.all)")
                return result.errors
            }
            let crd = "crd/crontabs.\(group)"
            _ = try await run("apply", "-f", "-", input: Self.definition(group, number))
            _ = try await run("wait", "--for=condition=Established", crd, "--timeout=30s")
            #expect(try await run("apply", "-f", "-", input: Self.definition(group, number)).contains("unchanged"))

            let created = "crontab.\(group)/nightly created"
            #expect(try await run("apply", "-f", "-", input: Self.object(group)).contains(created))
            #expect(try await run("apply", "-f", "-", input: Self.object(group)).contains("unchanged"))
            let table = try await run("get", short).split(separator: "\n").map {
                $0.split(separator: "  ", omittingEmptySubsequences: true).map { $0.trimmingPrefix(" ") }
            }
            #expect(table.first == ["NAME", "SPEC", "REPLICAS", "AGE"])
            #expect(table.last?.prefix(3) == ["nightly", "* * * * */5", "1"])
            #expect(try await run("get", short, "-o", "wide").contains("busybox"))
            #expect(try await run("get", "all").contains("crontab.\(group)/nightly"))
            #expect(try await run("get", "crontabs.v1beta1.\(group)", "-o", "name").contains("nightly"))
            #expect(
                try await run("get", "crontab.v1beta1.\(group)/nightly", "-o", "jsonpath={.apiVersion}")
                    == "\(group)/v1beta1")
            #expect(try await run("api-resources", "--api-group=\(group)").contains(short))
            #expect(try await run("describe", short, "nightly").contains("* * * * */5"))

            let explained = try await run("explain", short)
            #expect(explained.contains("A CronTab runs a job when it is time.") && explained.contains("spec"))
            #expect(try await run("explain", "\(short).spec.cronSpec").contains("When it runs."))

            _ = try await run("scale", "--replicas=3", "crontab.\(group)/nightly")
            let replicas = "jsonpath={.spec.replicas} {.status.replicas}"
            #expect(try await run("get", short, "nightly", "-o", replicas).hasPrefix("3"))
            let path = "/apis/\(group)/v1/namespaces/default/crontabs/nightly/status"
            let status = try await run("get", "--raw", path).replacingOccurrences(
                of: "\"spec\":{", with: "\"status\":{\"replicas\":2,\"selector\":\"a=b\"},\"spec\":{\"image\":\"lost\","
            )
            _ = try await run("replace", "--raw", path, "-f", "-", input: status)
            #expect(try await run("get", short, "nightly", "-o", replicas) == "3 2")
            #expect(try await run("get", short, "nightly", "-o", "jsonpath={.spec.image}") == "busybox")
            #expect(try await run("get", short, "nightly", "-o", "jsonpath={.metadata.generation}") == "2")

            _ = try await run("patch", short, "nightly", "--type=merge", "-p", "{\"spec\":{\"image\":\"other\"}}")
            #expect(try await run("get", short, "nightly", "-o", "jsonpath={.spec.image}") == "other")
            let strategic = try await fails("patch", short, "nightly", "-p", "{\"spec\":{}}")
            #expect(strategic.contains("application/merge-patch+json"))
            let wrong = try await fails("apply", "-f", "-", input: Self.object(group, schedule: "never"))
            #expect(wrong.contains("spec.cronSpec: Invalid value: \"never\""))
            let applied = try await run(
                "apply", "--server-side", "--force-conflicts", "-f", "-",
                input: Self.object(group, schedule: "0 0 * * *", version: "v1beta1"))
            #expect(applied.contains("serverside-applied"))
            #expect(try await run("get", short, "nightly", "-o", "jsonpath={.spec.cronSpec}") == "0 0 * * *")

            #expect(try await run("delete", short, "nightly").contains("deleted"))
            _ = try await run("apply", "-f", "-", input: Self.object(group))
            #expect(try await run("delete", crd, "--timeout=60s").contains("deleted"))
            let gone = try await cluster.kubectl("get", "--raw", "/apis/\(group)", with: kubectl)
            #expect(gone.code != 0)
            _ = try await fails("get", "crontabs.\(group)")
        }
    }

    /// What other clients' users write, on a cluster with a node.
    @Suite(.serialized, .installation("clients", port: 17455))
    struct ClientTests {
        @Test(
            "scenarios of client libraries",
            arguments: [["operator_kopf.py"], ["client_kr8s.py", Images.busybox]])
        func scenario(_ script: [String]) async throws {
            let cluster = try #require(SharedInstallation.current)
            let path = Installation.root.appending(path: "Tests/Cluster/clients/\(script[0])").path
            let result = try await Shell.run(
                [Installation.python, "-B", path, cluster.kubeconfig] + script.dropFirst(), deadline: .seconds(110))
            #expect(result.code == 0, "\(result.all.suffix(4000))")
            #expect(result.output.hasSuffix("ok\n"))
        }
    }
}
