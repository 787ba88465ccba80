import Foundation
import ProgramTestSupport
import Testing

extension ClusterTests {
    /// What docs/guides/back-up-and-restore.md tells people to type, on a real installation.
    @Suite(.serialized)
    struct BackupTests {
        /// The `sh` blocks of the guide, in order.
        private static func blocks() throws -> [String] {
            let guide = try String(
                contentsOf: Installation.root.appending(path: "docs/guides/back-up-and-restore.md"), encoding: .utf8)
            return guide.components(separatedBy: "```sh\n").dropFirst().map {
                $0.components(separatedBy: "```").first ?? ""
            }
        }

        /// Runs what the guide says, on this installation in place of the one in /var/lib/apus.
        private func run(_ block: String, _ installation: Installation, backups: String) async throws {
            let program = """
                #!/bin/sh
                case "$*" in
                up*) exec \(Installation.apus) "$@" --data-dir \(installation.data) --port \(installation.port) --no-node ;;
                *"snapshot status"* | *"snapshot verify"*) exec \(Installation.apus) "$@" ;;
                *) exec \(Installation.apus) "$@" --data-dir \(installation.data) ;;
                esac
                """
            let script = """
                set -e
                cat >\(backups)/apus && chmod +x \(backups)/apus
                PATH=\(backups):$PATH
                \(block.replacingOccurrences(of: "/var/lib/apus", with: installation.data)
                    .replacingOccurrences(of: "/backup", with: backups))
                """
            let result = try await Shell.run(["sh", "-c", script], input: program)
            try #require(result.code == 0, "\(block): \(result.all)")
        }

        @Test(
            "a cluster comes back from its backup with everything, and informers of before list anew",
            .timeLimit(.minutes(5)))
        func backup() async throws {
            let installation = Installation("backup", port: 17461, arguments: ["--no-node"])
            let backups = installation.data + ".backups"
            try? FileManager.default.removeItem(atPath: backups)
            try FileManager.default.createDirectory(atPath: backups, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(atPath: backups) }
            let blocks = try Self.blocks()
            try #require(blocks.count == 7)
            try await installation.startFresh()
            do {
                try await installation.expect("create", "configmap", "kept", "--from-literal=a=1")
                try await installation.expect("create", "secret", "generic", "secret", "--from-literal=p=hidden")
                try await installation.expect("create", "serviceaccount", "robot")
                let token = try await installation.expect("create", "token", "robot")
                let before = try await installation.expect("get", "configmap,secret,serviceaccount", "-A", "-o", "name")
                // The kubeconfig moves with the installation: the informer keeps a copy, as any client would.
                let copy = backups + "/kubeconfig"
                try FileManager.default.copyItem(atPath: installation.kubeconfig, toPath: copy)

                try await run(blocks[0], installation, backups: backups)
                let running = try await Shell.run([
                    Installation.apus, "restore", backups + "/cluster.apus", "--data-dir", installation.data,
                ])
                #expect(running.code == 1)
                #expect(running.errors.contains("is running (process "), "\(running.all)")

                // What the informer sees last was never saved.
                try await installation.expect("create", "configmap", "lost", "--from-literal=a=1")
                let script = Installation.root.appending(path: "Tests/Cluster/clients/informer.py").path
                let informer = try RunningProgram([Installation.python, script, copy], log: "informer")
                #expect(try await Shell.wait { informer.output.contains("list kept kube-root-ca.crt lost") })

                installation.crash()
                #expect(try await Shell.wait { installation.isGone })
                try FileManager.default.removeItem(atPath: installation.data)
                try await run(blocks[1], installation, backups: backups)
                let after = try await installation.expect("get", "configmap,secret,serviceaccount", "-A", "-o", "name")
                #expect(after == before)
                let relisted = try await Shell.wait { informer.output.hasSuffix("list kept kube-root-ca.crt\n") }
                #expect(relisted, "\(informer.output)")
                #expect(informer.output.contains("error 410 Expired\n"), "\(informer.output)")
                try await installation.expect("create", "configmap", "new", "--from-literal=a=1")
                #expect(try await Shell.wait { informer.output.hasSuffix("ADDED new\n") }, "\(informer.output)")
                _ = try await informer.stop()
                // A token of before is of the same issuer, signed with the same key.
                let reviewed = try await installation.request(
                    "GET", "/api/v1/namespaces/default/configmaps",
                    headers: ["Authorization: Bearer \(token.trimmingCharacters(in: .whitespacesAndNewlines))"],
                    asAdministrator: false)
                #expect(reviewed.code == 403, "\(reviewed.body)")
                #expect(reviewed.body.contains("system:serviceaccount:default:robot"), "\(reviewed.body)")

                try await run(blocks[2], installation, backups: backups)
                try await run(blocks[3], installation, backups: backups)
                try await installation.expect("delete", "configmap", "new")
                try await run(blocks[4], installation, backups: backups)
                try await installation.expect("get", "configmap", "new")
                try await run(blocks[5], installation, backups: backups)
                try await run(blocks[6], installation, backups: backups)
            } catch {
                try await installation.remove()
                throw error
            }
            try await installation.remove()
        }

        @Test(
            "a snapshot that cannot be written leaves nothing, and takes away what a killed one left",
            .timeLimit(.minutes(3)))
        func interrupted() async throws {
            let installation = Installation("snapshots", port: 17462, arguments: ["--no-node"])
            try await installation.startFresh()
            let folder = installation.data + ".kept"
            try? FileManager.default.removeItem(atPath: folder)
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(atPath: folder) }
            do {
                // A file may have 2 KiB, so the write beyond fails.
                let failed = try await Shell.run([
                    "env", "--ignore-signal=XFSZ", "bash", "-c", "ulimit -f 2; exec \"$@\"", "bash", Installation.apus,
                    "store", "snapshot", "save", folder + "/s", "--data-dir", installation.data,
                ])
                #expect(failed.code == 1)
                #expect(failed.errors == "apus: \(folder)/s: File too large\n")
                #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [])
                // What a process that was killed leaves.
                try Data("half".utf8).write(to: URL(filePath: folder + "/s.partial"))
                let saved = try await Shell.run([
                    Installation.apus, "store", "snapshot", "save", folder + "/t", "--data-dir", installation.data,
                ])
                #expect(saved.code == 0, "\(saved.all)")
                #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["t"])
            } catch {
                try await installation.remove()
                throw error
            }
            try await installation.remove()
        }
    }
}
